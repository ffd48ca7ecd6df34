package io.bouquet.tagging.console;

import io.bouquet.console.spi.LanedText;
import io.bouquet.console.spi.MarkedText;
import io.bouquet.console.spi.MarkedText.Mark;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Any layer, as a picture that fits its annotations: marks in the text, lanes below it if they overlap, and bars for what
 * is said of the whole text.
 *
 * @param title  the name as a heading
 * @param marked marks in the text; null if there are none, or if they overlap
 * @param laned  lanes below the text; null if marks do not overlap
 * @param whole  what is said of the whole text, the surest first
 * @param likeness how alike the vectors of the sentences are; null if there are no vectors
 * @param rows   all annotations
 * @param none   whether there are no annotations
 * @param correctable the form to correct it; null if it cannot be corrected here
 */
record LayerView(
        String name,
        String title,
        @Nullable MarkedText marked,
        @Nullable LanedText laned,
        List<Said> whole,
        @Nullable Likeness likeness,
        List<Row> rows,
        boolean none,
        @Nullable Correctable correctable) {
    /** From this number on, attributes are a list of their own. */
    private static final int MANY_ATTRIBUTES = 3;

    private static final String REASON = "why";

    record Row(String text, String label, String score, String attributes) {}

    /**
     * A statement about the whole text.
     *
     * @param why   why, as the tagger gives it, or the only attributes; the empty string if there are none
     * @param facts attributes, if there are several
     */
    record Said(String label, String tone, String percent, String why, Probabilities probabilities, List<Fact> facts) {
        static Said of(Annotation annotation) {
            Probabilities probabilities = Probabilities.of(annotation);
            Map<String, String> attributes = new TreeMap<>(annotation.attributes());
            probabilities.shares().forEach(share -> attributes.remove(share.label()));
            String reason = attributes.remove(REASON);
            List<Fact> facts = attributes.entrySet().stream()
                    .map(attribute -> new Fact(attribute.getKey().replace('-', ' '), attribute.getValue()))
                    .toList();
            boolean many = facts.size() >= MANY_ATTRIBUTES;
            List<String> why = new ArrayList<>(reason == null ? List.of() : List.of(reason));
            if (!many) {
                facts.forEach(fact -> why.add(fact.name() + ": " + fact.value()));
            }
            return new Said(
                    annotation.label(),
                    Probabilities.tone(annotation.label()),
                    Percent.of(annotation),
                    String.join("; ", why),
                    probabilities,
                    many ? facts : List.of());
        }
    }

    record Fact(String name, String value) {}

    /** @param shown the beginning of the text that the page shows */
    static LayerView of(String name, String shown, String text, List<Annotation> annotations) {
        List<Annotation> visible = annotations.stream()
                .filter(annotation -> annotation.span().begin() < shown.length() || shown.isEmpty())
                .toList();
        List<Annotation> spans = visible.stream()
                .filter(annotation -> !annotation.span().equals(Span.of(text)))
                .toList();
        boolean hasVectors = visible.stream().anyMatch(it -> !it.vector().isEmpty());
        List<Mark> marks = hasVectors
                ? List.of()
                : spans.stream().map(annotation -> mark(annotation)).toList();
        boolean overlap = LanedText.overlap(marks);
        return new LayerView(
                name,
                title(name),
                marks.isEmpty() || overlap ? null : MarkedText.of(shown, marks),
                overlap ? LanedText.of(shown, marks) : null,
                hasVectors
                        ? List.of()
                        : visible.stream()
                                .filter(annotation -> annotation.span().equals(Span.of(text)))
                                .sorted((one, other) -> Double.compare(sureness(other), sureness(one)))
                                .map(Said::of)
                                .toList(),
                hasVectors ? Likeness.of(text, spans) : null,
                visible.stream().map(annotation -> row(text, annotation)).toList(),
                visible.isEmpty(),
                Correctable.of(name, text, annotations));
    }

    private static double sureness(Annotation annotation) {
        return annotation.hasScore() ? annotation.score() : -1;
    }

    static Mark mark(Annotation annotation) {
        return new Mark(
                annotation.span().begin(),
                annotation.span().end(),
                annotation.label(),
                title(annotation),
                annotation.score());
    }

    private static Row row(String text, Annotation annotation) {
        return new Row(
                annotation.span().equals(Span.of(text)) ? "the whole text" : in(text, annotation.span()),
                annotation.label(),
                Percent.of(annotation),
                annotation.vector().isEmpty()
                        ? attributes(annotation)
                        : attributes(annotation) + " (" + annotation.vector() + ")");
    }

    private static String title(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    static String title(Annotation annotation) {
        String score = Percent.of(annotation);
        String attributes = attributes(annotation);
        return annotation.label()
                + (score.isEmpty() ? "" : ", " + score)
                + (attributes.isEmpty() ? "" : "; " + attributes);
    }

    private static String attributes(Annotation annotation) {
        List<String> facts = new ArrayList<>();
        new TreeMap<>(annotation.attributes()).forEach((name, value) -> facts.add(name + ": " + value));
        return String.join(", ", facts);
    }

    static String in(String text, Span span) {
        return text.substring(Math.min(span.begin(), text.length()), Math.min(span.end(), text.length()));
    }
}
