package io.bouquet.tagging.console;

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
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.UnknownLanguageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A broker whose taggers are a few regular expressions; names written between {@code <b>} tags are entities. */
final class TaggersStub implements Broker {
    static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

    final List<AnnotationRequest> asked = new ArrayList<>();
    Layers more = Layers.none();
    List<LayerError> errors = List.of();
    String detected = "en";
    State tokens = State.SERVING;

    @Override
    public AnnotationResult annotate(AnnotationRequest request) {
        asked.add(request);
        if (request.language().equals("xx")) {
            throw new UnknownLanguageException("xx", List.of("de", "en"));
        }
        String text = request.text();
        Layers layers = Layers.of(Layers.LANGUAGE, List.of(new Annotation(Span.of(text), "en", 0.97)))
                .with(Layers.SENTENCES, all(text, "[^.!?]+[.!?]?", "sentence"))
                .with(Layers.TOKENS, all(text, "\\w+|[^\\w\\s]", "token"))
                .with(Layers.POS, all(text, "\\w+|[^\\w\\s]", "NOUN"))
                .with(Layers.LEMMAS, all(text, "\\w+|[^\\w\\s]", "lemma"))
                .with(Layers.ENTITIES, entities(text))
                .with(Layers.SENTIMENT, sentiment(text))
                .with(more);
        return new AnnotationResult(
                request.language().isEmpty() ? detected : request.language(),
                layers,
                errors,
                7,
                new TreeMap<>(Map.of("entities-en", "1.0.0", "tokens-en", "1.2.0")),
                Map.of("entities-en", 1234L));
    }

    private static List<Annotation> all(String text, String pattern, String label) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        List<Annotation> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(new Annotation(new Span(matcher.start(), matcher.end()), label));
        }
        return found;
    }

    private static List<Annotation> entities(String text) {
        List<Annotation> found = new ArrayList<>();
        Map.of("Angela Merkel", "person", "Tim Cook", "person", "Berlin", "location", "<script>", "<b>bold</b>")
                .forEach((name, label) -> {
                    int at = text.indexOf(name);
                    if (at >= 0) {
                        found.add(new Annotation(new Span(at, at + name.length()), label, 0.98));
                    }
                });
        return found;
    }

    private static List<Annotation> sentiment(String text) {
        List<Annotation> found = new ArrayList<>();
        found.add(new Annotation(Span.of(text), "positive", 0.91));
        all(text, "[^.!?]+[.!?]?", "negative")
                .forEach(sentence -> found.add(new Annotation(sentence.span(), sentence.label(), 0.6)));
        return found;
    }

    @Override
    public PublicationHold holdBack(String bundle) {
        return () -> {};
    }

    @Override
    public List<TaggerInfo> taggers() {
        return List.of(
                info("entities-en", "1.1.0", State.FAILED, "its gold samples reached 0.50 of 0.80"),
                info("entities-en", "1.0.0", State.SERVING, ""),
                info("entities-en", "0.9.0", State.READY, "1.0.0 is preferred"),
                info("entities-en", "0.8.0", State.RETIRED, "uninstalled"),
                info("tokens-en", "1.0.0", tokens, ""),
                info("<script>", "1.0.0", State.WAITING, "no tagger produces '<tokens>'"));
    }

    private static TaggerInfo info(String name, String version, State state, String reason) {
        return new TaggerInfo(
                name,
                version,
                List.of("tokens"),
                List.of("entities"),
                List.of("en"),
                "people & places, 2 MB",
                "io.bouquet.models",
                42,
                state,
                NOW.minusSeconds(90),
                reason,
                state == State.SERVING ? 90 : 0,
                Optional.of(new TaggerInfo.Check(5, state == State.FAILED ? 0.5 : 0.934, 0.8)),
                new TaggerInfo.Traffic(
                        12_345,
                        6,
                        2,
                        state == State.SERVING ? TaggerInfo.Circuit.HALF_OPEN : TaggerInfo.Circuit.CLOSED));
    }

    @Override
    public Lease lease(List<String> layers, Duration timeLimit) {
        throw new UnsupportedOperationException("no page takes a lease");
    }

    @Override
    public List<Pipeline> pipelines() {
        return List.of(
                new Pipeline("", List.of("language"), List.of("language")),
                new Pipeline("de", List.of("language", "tokens-de"), List.of("language", "tokens")),
                new Pipeline(
                        "en",
                        List.of("language", "tokens-en", "entities-en"),
                        List.of("language", "tokens", "entities", "emphasis")));
    }

    @Override
    public long generation() {
        return 7;
    }
}
