package io.bouquet.tagging.oip;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.PendingResult;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.TaggerInfo.Traffic;
import io.bouquet.tagging.UnknownLanguageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Has the tagger tokens in two versions and entities, which fails on the text "bad"; makes one token of each text. */
final class StubBroker implements Broker {
    final List<AnnotationRequest> asked = new ArrayList<>();
    final List<TaggerInfo> taggers = new ArrayList<>(List.of(
            tagger("tokens-en", "1.1.0", State.SERVING, 100, "tokens"),
            tagger("tokens-en", "1.0.0", State.READY, 0, "tokens"),
            tagger("entities-en", "2.0.0", State.SERVING, 100, "entities"),
            tagger("broken", "1.0.0", State.FAILED, 0, "other")));
    int held;

    static TaggerInfo tagger(String name, String version, State state, int share, String layer) {
        return new TaggerInfo(
                name,
                version,
                List.of(),
                List.of(layer),
                List.of("en"),
                "",
                "bundle",
                7,
                state,
                Instant.EPOCH,
                state == State.FAILED ? "it threw" : "",
                share,
                Optional.empty(),
                Traffic.NONE);
    }

    @Override
    public AnnotationResult annotate(AnnotationRequest request) {
        asked.add(request);
        if (request.text().equals("busy")) {
            throw new OverloadedException(9, 2);
        }
        if (request.language().equals("xx")) {
            throw new UnknownLanguageException("xx", List.of("en"));
        }
        boolean fails = request.text().equals("bad");
        Layers layers = Layers.of("tokens", List.of(new Annotation(Span.of(request.text()), "token")));
        return new AnnotationResult(
                "en",
                fails ? layers : layers.with("entities", List.of()),
                fails
                        ? List.of(new LayerError("entities", "entities-en", LayerError.Type.FAILED, "it threw"))
                        : List.of(),
                3,
                new TreeMap<>(Map.of("tokens-en", "1.1.0", "entities-en", "2.0.0")),
                Map.of());
    }

    @Override
    public Lease lease(List<String> layers, Duration timeLimit) {
        held++;
        return new Lease() {
            @Override
            public long generation() {
                return 3;
            }

            @Override
            public AnnotationResult annotate(AnnotationRequest request) {
                return StubBroker.this.annotate(request);
            }

            @Override
            public PendingResult submit(AnnotationRequest request) {
                AnnotationResult result = annotate(request);
                return () -> result;
            }

            @Override
            public List<Pipeline> pipelines() {
                return StubBroker.this.pipelines();
            }

            @Override
            public void close() {
                held--;
            }
        };
    }

    @Override
    public PublicationHold holdBack(String bundle) {
        return () -> {};
    }

    @Override
    public List<TaggerInfo> taggers() {
        return taggers;
    }

    @Override
    public List<Pipeline> pipelines() {
        return List.of(
                new Pipeline("", List.of("language"), List.of("language")),
                new Pipeline("en", List.of("tokens-en", "entities-en"), List.of("tokens", "entities")));
    }

    @Override
    public long generation() {
        return 3;
    }
}
