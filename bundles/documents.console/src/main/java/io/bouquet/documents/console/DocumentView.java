package io.bouquet.documents.console;

import io.bouquet.console.spi.MarkedText;
import io.bouquet.console.spi.MarkedText.Mark;
import io.bouquet.documents.Document;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A document with one of its layers marked in the text.
 *
 * @param marked the text, shortened to a length that browsers display quickly
 * @param cut    a message about the omitted part; empty if nothing is omitted
 * @param layers all layers
 * @param layer  name of the marked layer
 * @param rows   annotations of the marked layer
 */
record DocumentView(
        String id,
        String language,
        String stamp,
        String created,
        String size,
        long generation,
        List<Tagger> taggers,
        MarkedText marked,
        String cut,
        List<Layer> layers,
        String layer,
        List<Row> rows) {
    private static final int MOST_CHARACTERS = 20_000;
    private static final int MOST_ROWS = 1000;

    record Tagger(String name, String version) {}

    record Layer(String name, int count, boolean chosen) {}

    record Row(String text, String label, String score, String place, String attributes) {}

    static DocumentView of(Document document, String asked) {
        String text = document.text();
        Layers layers = document.layers();
        String layer = layers.has(asked) ? asked : preferred(layers);
        int end = text.length() <= MOST_CHARACTERS
                ? text.length()
                : text.offsetByCodePoints(0, text.codePointCount(0, MOST_CHARACTERS));
        List<Annotation> all = layers.get(layer);
        List<Annotation> shown = all.stream()
                .filter(annotation -> annotation.span().begin() <= end)
                .limit(MOST_ROWS)
                .toList();
        return new DocumentView(
                document.id(),
                document.language(),
                document.created().toString(),
                ListedDocument.time(document.created()),
                String.format(Locale.ROOT, "%,d characters", text.length()),
                document.generation(),
                document.taggers().entrySet().stream()
                        .map(tagger -> new Tagger(tagger.getKey(), tagger.getValue()))
                        .toList(),
                MarkedText.of(
                        text.substring(0, end),
                        shown.stream()
                                .filter(annotation -> !annotation.span().equals(Span.of(text)))
                                .map(annotation -> new Mark(
                                        annotation.span().begin(),
                                        annotation.span().end(),
                                        annotation.label(),
                                        title(annotation)))
                                .toList()),
                cut(text.length(), end, all.size(), shown.size()),
                layers.names().stream()
                        .map(name -> new Layer(name, layers.get(name).size(), name.equals(layer)))
                        .toList(),
                layer,
                shown.stream().map(annotation -> row(text, annotation)).toList());
    }

    private static String preferred(Layers layers) {
        return layers.has(Layers.ENTITIES)
                ? Layers.ENTITIES
                : layers.names().stream().findFirst().orElse("");
    }

    private static String cut(int length, int end, int annotations, int shown) {
        if (end < length) {
            return String.format(
                    Locale.ROOT,
                    "The first %,d of %,d characters are shown, with %,d of %,d annotations.",
                    end,
                    length,
                    shown,
                    annotations);
        }
        return shown < annotations
                ? String.format(Locale.ROOT, "The first %,d of %,d annotations are shown.", shown, annotations)
                : "";
    }

    private static String title(Annotation annotation) {
        return annotation.hasScore() ? annotation.label() + ", " + score(annotation) : annotation.label();
    }

    private static String score(Annotation annotation) {
        return annotation.hasScore() ? String.format(Locale.ROOT, "%.0f%%", annotation.score() * 100) : "";
    }

    private static Row row(String text, Annotation annotation) {
        Span span = annotation.span();
        return new Row(
                span.equals(Span.of(text))
                        ? "the whole text"
                        : text.substring(Math.min(span.begin(), text.length()), Math.min(span.end(), text.length())),
                annotation.label(),
                score(annotation),
                span.begin() + "–" + span.end(),
                annotation.attributes().entrySet().stream()
                        .map(fact -> fact.getKey() + ": " + fact.getValue())
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }
}
