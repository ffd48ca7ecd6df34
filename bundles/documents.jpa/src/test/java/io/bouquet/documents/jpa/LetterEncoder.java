package io.bouquet.documents.jpa;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.Vector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Embeds English texts as the numbers of their letters. */
final class LetterEncoder implements Broker {
    String name = "letters";
    boolean isThere = true;

    @Override
    public AnnotationResult annotate(AnnotationRequest request) {
        if (request.text().equals("unembeddable")) {
            return new AnnotationResult("en", Layers.none(), List.of(), 1, new TreeMap<>(), Map.of());
        }
        float[] letters = new float[26];
        request.text().chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> letters[c - 'a']++);
        Annotation whole = new Annotation(Span.of(request.text()), "text", Double.NaN, Map.of(Layers.ENCODER, name))
                .with(Vector.of(letters));
        return new AnnotationResult(
                "en", Layers.of(Layers.EMBEDDINGS, List.of(whole)), List.of(), 1, new TreeMap<>(), Map.of());
    }

    @Override
    public List<TaggerInfo> taggers() {
        TaggerInfo tagger = new TaggerInfo(
                name,
                "1.0.0",
                List.of(),
                List.of(Layers.EMBEDDINGS),
                List.of("en"),
                "",
                "the.bundle",
                9,
                TaggerInfo.State.SERVING,
                Instant.EPOCH,
                "",
                100,
                Optional.empty(),
                TaggerInfo.Traffic.NONE);
        return isThere ? List.of(tagger) : List.of();
    }

    @Override
    public Lease lease(List<String> layers, Duration timeLimit) {
        throw new UnsupportedOperationException("documents are embedded one by one");
    }

    @Override
    public PublicationHold holdBack(String bundle) {
        return () -> {};
    }

    @Override
    public List<Pipeline> pipelines() {
        return List.of();
    }

    @Override
    public long generation() {
        return 1;
    }
}
