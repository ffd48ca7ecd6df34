package io.bouquet.tagging.console;

import io.bouquet.console.spi.MarkedText;
import io.bouquet.console.spi.MarkedText.Mark;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An annotated text, cut to a length that a browser can show quickly.
 *
 * @param language  ISO 639-1 code; empty if it is unknown
 * @param cut       text that tells what is left out; empty if nothing is
 * @param entities  null if there is no such layer
 * @param sentiment null if there is no such layer
 * @param lines     tokens with parts of speech and lemmas, by sentence; empty if there are none
 * @param others    layers without a special view
 */
record ResultView(
        String language,
        String languageName,
        String summary,
        String cut,
        List<Failure> failures,
        @Nullable LayerView entities,
        @Nullable Sentiment sentiment,
        List<Line> lines,
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

    /** A layer as marks in the text, or as a list if all annotations cover the whole text. */
    record LayerView(String name, @Nullable MarkedText marked, List<Row> rows, boolean none) {}

    record Row(String text, String label, String score, String attributes) {}

    record Sentiment(@Nullable Feeling whole, List<Feeling> sentences) {}

    /**
     * @param tone    CSS class: {@code positive}, {@code negative} or {@code neutral}
     * @param percent score in percent, or the empty string if there is none
     */
    record Feeling(String text, String label, String tone, String percent) {}

    record Line(List<Word> words) {}

    record Word(String form, String pos, String lemma) {}

    record Step(String tagger, String version, String time) {}

    static ResultView of(String text, AnnotationResult result) {
        Layers layers = result.layers();
        int end = end(text, layers.get(Layers.TOKENS));
        String shown = text.substring(0, end);
        return new ResultView(
                result.language(),
                result.language().isEmpty() ? "unknown" : Languages.name(result.language()),
                summary(text, result),
                cut(text, end, layers.get(Layers.TOKENS).size()),
                result.errors().stream().map(ResultView::failure).toList(),
                layers.has(Layers.ENTITIES) ? layer(Layers.ENTITIES, shown, text, layers.get(Layers.ENTITIES)) : null,
                layers.has(Layers.SENTIMENT) ? sentiment(shown, text, layers) : null,
                lines(shown, text, layers),
                others(shown, text, layers),
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

    private static LayerView layer(String name, String shown, String text, List<Annotation> annotations) {
        List<Annotation> visible = annotations.stream()
                .filter(annotation -> annotation.span().begin() < shown.length() || shown.isEmpty())
                .toList();
        boolean ofWhole =
                visible.stream().allMatch(annotation -> annotation.span().equals(Span.of(text)));
        MarkedText marked = ofWhole
                ? null
                : MarkedText.of(
                        shown,
                        visible.stream()
                                .filter(annotation -> !annotation.span().equals(Span.of(text)))
                                .map(annotation -> new Mark(
                                        annotation.span().begin(),
                                        annotation.span().end(),
                                        annotation.label(),
                                        title(annotation)))
                                .toList());
        return new LayerView(
                name,
                marked,
                visible.stream()
                        .map(annotation -> new Row(
                                annotation.span().equals(Span.of(text))
                                        ? "the whole text"
                                        : in(text, annotation.span()),
                                annotation.label(),
                                Percent.of(annotation),
                                attributes(annotation)))
                        .toList(),
                visible.isEmpty());
    }

    private static String title(Annotation annotation) {
        String score = Percent.of(annotation);
        String attributes = attributes(annotation);
        return annotation.label()
                + (score.isEmpty() ? "" : ", " + score)
                + (attributes.isEmpty() ? "" : "; " + attributes);
    }

    private static String attributes(Annotation annotation) {
        List<String> facts = new ArrayList<>();
        for (String name : new TreeSet<>(annotation.attributes().keySet())) {
            facts.add(name + ": " + annotation.attributes().get(name));
        }
        return String.join(", ", facts);
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
                        .map(annotation -> feeling(in(text, annotation.span()), annotation))
                        .toList());
    }

    private static Feeling feeling(String text, Annotation annotation) {
        String label = annotation.label();
        return new Feeling(
                text,
                label,
                label.equals("positive") || label.equals("negative") ? label : "neutral",
                Percent.of(annotation));
    }

    private static List<Line> lines(String shown, String text, Layers layers) {
        Map<Span, String> pos = labels(layers, Layers.POS);
        Map<Span, String> lemmas = labels(layers, Layers.LEMMAS);
        List<Annotation> tokens =
                layers.has(Layers.TOKENS) ? layers.get(Layers.TOKENS) : longer(layers, Layers.POS, Layers.LEMMAS);
        List<Annotation> sentences = layers.get(Layers.SENTENCES);
        List<Line> lines = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        int sentence = 0;
        for (Annotation token : tokens) {
            Span span = token.span();
            if (span.end() > shown.length()) {
                break;
            }
            while (sentence < sentences.size()
                    && span.begin() >= sentences.get(sentence).span().end()) {
                sentence++;
                if (!words.isEmpty()) {
                    lines.add(new Line(List.copyOf(words)));
                    words.clear();
                }
            }
            words.add(new Word(in(text, span), pos.getOrDefault(span, ""), lemmas.getOrDefault(span, "")));
        }
        if (!words.isEmpty()) {
            lines.add(new Line(List.copyOf(words)));
        }
        return lines;
    }

    private static List<Annotation> longer(Layers layers, String one, String other) {
        return layers.has(one) ? layers.get(one) : layers.get(other);
    }

    private static Map<Span, String> labels(Layers layers, String layer) {
        Map<Span, String> labels = new HashMap<>();
        layers.get(layer).forEach(annotation -> labels.putIfAbsent(annotation.span(), annotation.label()));
        return labels;
    }

    private static List<LayerView> others(String shown, String text, Layers layers) {
        return layers.names().stream()
                .filter(name -> !WITH_OWN_VIEW.contains(name))
                .sorted()
                .map(name -> layer(name, shown, text, layers.get(name)))
                .toList();
    }

    private static String in(String text, Span span) {
        return text.substring(Math.min(span.begin(), text.length()), Math.min(span.end(), text.length()));
    }

    private static String time(@Nullable Long microseconds) {
        return microseconds == null ? "" : String.format(Locale.ROOT, "%,.1f ms", microseconds / 1000.0);
    }
}
