package io.bouquet.tagging.console;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An annotated text, cut to a length that a browser can show quickly.
 *
 * @param language  ISO 639-1 code; empty if it is unknown
 * @param sure      confidence of the language and other likely languages; empty if there is none
 * @param cut       text that tells what is left out; empty if nothing is
 * @param entities  null if there is no such layer
 * @param sentiment null if there is no such layer
 * @param tokens    tokens with what is said of each
 * @param others    layers without a special view
 */
record ResultView(
        String language,
        String languageName,
        String sure,
        String summary,
        String cut,
        List<Failure> failures,
        @Nullable LayerView entities,
        @Nullable Sentiment sentiment,
        TokenStrip tokens,
        List<LayerView> others,
        long generation,
        List<Step> steps) {
    private static final int MOST_TOKENS = 2000;
    private static final int MOST_CHARACTERS = 15_000;
    private static final List<String> WITH_OWN_VIEW = List.of(
            Layers.LANGUAGE,
            Layers.SENTENCES,
            Layers.TOKENS,
            Layers.POS,
            Layers.LEMMAS,
            Layers.ENTITIES,
            Layers.SENTIMENT);

    record Failure(String layer, String tagger, String what, String message) {}

    record Sentiment(
            @Nullable Feeling whole,
            List<Feeling> sentences,
            @Nullable Correctable correctable) {}

    /**
     * @param tone    CSS class: {@code positive}, {@code negative} or {@code neutral}
     * @param percent score in percent, or the empty string if there is none
     */
    record Feeling(String text, String label, String tone, String percent, Probabilities probabilities) {}

    record Step(String tagger, String version, String time) {}

    static ResultView of(String text, AnnotationResult result) {
        Layers layers = result.layers();
        int end = end(text, layers.get(Layers.TOKENS));
        String shown = text.substring(0, end);
        List<String> unknown = layers.names().stream()
                .filter(name -> !WITH_OWN_VIEW.contains(name))
                .toList();
        List<String> ofTokens = TokenStrip.layersOf(layers, unknown);
        return new ResultView(
                result.language(),
                result.language().isEmpty() ? "unknown" : Languages.name(result.language()),
                sure(layers),
                summary(text, result),
                cut(text, end, layers.get(Layers.TOKENS).size()),
                result.errors().stream().map(ResultView::failure).toList(),
                layers.has(Layers.ENTITIES)
                        ? LayerView.of(Layers.ENTITIES, shown, text, layers.get(Layers.ENTITIES))
                        : null,
                layers.has(Layers.SENTIMENT) ? sentiment(shown, text, layers) : null,
                TokenStrip.of(shown, text, layers, ofTokens),
                unknown.stream()
                        .filter(name -> !ofTokens.contains(name))
                        .sorted()
                        .map(name -> LayerView.of(name, shown, text, layers.get(name)))
                        .toList(),
                result.generation(),
                result.taggers().entrySet().stream()
                        .map(tagger -> new Step(
                                tagger.getKey(),
                                tagger.getValue(),
                                time(result.microseconds().get(tagger.getKey()))))
                        .toList());
    }

    private static int end(String text, List<Annotation> tokens) {
        if (tokens.size() > MOST_TOKENS) {
            return Math.min(text.length(), tokens.get(MOST_TOKENS - 1).span().end());
        }
        return tokens.isEmpty() && text.length() > MOST_CHARACTERS
                ? text.offsetByCodePoints(0, text.codePointCount(0, MOST_CHARACTERS))
                : text.length();
    }

    private static String cut(String text, int end, int tokens) {
        if (end == text.length() || text.substring(end).isBlank()) {
            return "";
        }
        return tokens > 0
                ? String.format(Locale.ROOT, "The first %,d of %,d tokens are shown.", MOST_TOKENS, tokens)
                : String.format(Locale.ROOT, "The first %,d of %,d characters are shown.", end, text.length());
    }

    private static String summary(String text, AnnotationResult result) {
        List<String> parts = new ArrayList<>();
        parts.add(count(text.codePointCount(0, text.length()), "character"));
        if (result.layers().has(Layers.SENTENCES)) {
            parts.add(count(result.layers().get(Layers.SENTENCES).size(), "sentence"));
        }
        if (result.layers().has(Layers.TOKENS)) {
            parts.add(count(result.layers().get(Layers.TOKENS).size(), "token"));
        }
        return String.join(", ", parts);
    }

    private static String count(int number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    private static Failure failure(LayerError error) {
        return new Failure(
                error.layer(),
                error.tagger(),
                switch (error.type()) {
                    case FAILED -> "failed";
                    case INVALID -> "gave a result that does not fit the text";
                    case TIMED_OUT -> "took too long";
                    case TOO_LARGE -> "needs too much memory for a text of this length";
                    case SUSPENDED -> "is suspended because it failed too often recently";
                    case SKIPPED -> "could not run, since a layer that it needs is missing";
                    case UNAVAILABLE -> "is not there for this language";
                },
                error.message());
    }

    private static String sure(Layers layers) {
        return layers.get(Layers.LANGUAGE).stream()
                .findFirst()
                .map(it -> Percent.of(it)
                        + (it.attributes().containsKey(Layers.ALTERNATIVES)
                                ? ", or " + it.attributes().get(Layers.ALTERNATIVES)
                                : ""))
                .orElse("");
    }

    private static Sentiment sentiment(String shown, String text, Layers layers) {
        List<Annotation> all = layers.get(Layers.SENTIMENT);
        Optional<Annotation> whole = all.stream()
                .filter(annotation -> annotation.span().equals(Span.of(text)))
                .findFirst();
        return new Sentiment(
                whole.map(annotation -> feeling("", annotation)).orElse(null),
                all.stream()
                        .filter(annotation -> annotation != whole.orElse(null))
                        .filter(annotation -> annotation.span().begin() < shown.length())
                        .map(annotation -> feeling(LayerView.in(text, annotation.span()), annotation))
                        .toList(),
                Correctable.of(Layers.SENTIMENT, text, all));
    }

    private static Feeling feeling(String text, Annotation annotation) {
        String label = annotation.label();
        return new Feeling(
                text,
                label,
                label.equals("positive") || label.equals("negative") ? label : "neutral",
                Percent.of(annotation),
                Probabilities.of(annotation));
    }

    private static String time(@Nullable Long microseconds) {
        return microseconds == null ? "" : String.format(Locale.ROOT, "%,.1f ms", microseconds / 1000.0);
    }
}
