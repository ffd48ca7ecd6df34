package io.bouquet.tagging.shell;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Has three taggers, and answers "Ada met Tim" whatever it is asked. */
final class StubBroker implements Broker {
    final List<AnnotationRequest> requests = new ArrayList<>();

    @Override
    public AnnotationResult annotate(AnnotationRequest request) {
        requests.add(request);
        List<Annotation> tokens =
                List.of(new Annotation(new Span(0, 3), "token"), new Annotation(new Span(4, 7), "token"));
        List<Annotation> pos = List.of(new Annotation(new Span(0, 3), "PROPN"), new Annotation(new Span(4, 7), "VERB"));
        List<Annotation> entities = List.of(new Annotation(new Span(0, 3), "person", 0.987, Map.of("gender", "f")));
        return new AnnotationResult(
                "en",
                Layers.of(Layers.TOKENS, tokens).with(Layers.POS, pos).with(Layers.ENTITIES, entities),
                List.of(new LayerError("mood", "mood-en", LayerError.Type.FAILED, "no mood today")),
                7,
                new TreeMap<>(Map.of("tokens-en", "1.0.0")),
                Map.of());
    }

    @Override
    public Lease lease(List<String> layers, Duration timeLimit) {
        throw new UnsupportedOperationException("no command takes a lease");
    }

    @Override
    public PublicationHold holdBack(String bundle) {
        return () -> {};
    }

    @Override
    public List<TaggerInfo> taggers() {
        return List.of(
                info("emphasis", "tokens", "emphasis", List.of(), "", TaggerInfo.State.SERVING, ""),
                info("pos-de", "tokens", "pos", List.of("de"), "UD-GSD", TaggerInfo.State.WAITING, "no tokens"),
                info("tokens-en", "sentences", "tokens", List.of("en"), "UD-EWT", TaggerInfo.State.SERVING, ""));
    }

    private static TaggerInfo info(
            String name,
            String requires,
            String produces,
            List<String> languages,
            String model,
            TaggerInfo.State state,
            String reason) {
        return new TaggerInfo(
                name,
                "1.0.0",
                List.of(requires),
                List.of(produces),
                languages,
                model,
                "bundle." + name,
                9,
                state,
                Instant.parse("2026-11-23T04:00:00Z"),
                reason,
                state == TaggerInfo.State.SERVING ? 100 : 0,
                model.isEmpty() ? Optional.empty() : Optional.of(new TaggerInfo.Check(4, 0.934, 0.8)),
                new TaggerInfo.Traffic(1234, 5, 1, TaggerInfo.Circuit.OPEN));
    }

    @Override
    public List<Pipeline> pipelines() {
        return List.of();
    }

    @Override
    public long generation() {
        return 7;
    }
}
