package io.bouquet.training.console;

import io.bouquet.console.spi.PageRequest;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A correction as the page <i>Try a text</i> sends it: either a label of the whole text, or the labels of all spans, with
 * the text of one more.
 */
record SentCorrection(String text, String language, String layer, List<Annotation> annotations) {
    /** @throws IllegalArgumentException if a field is invalid; the message is for the user */
    static SentCorrection of(PageRequest sent) {
        // browsers send each end of a line as two characters, and annotations count one
        String text = sent.parameter("text").replace("\r\n", "\n");
        List<Annotation> annotations = sent.parameter("spans").isEmpty() ? whole(text, sent) : spans(text, sent);
        return new SentCorrection(text, sent.parameter("language"), sent.parameter("layer"), annotations);
    }

    private static List<Annotation> whole(String text, PageRequest sent) {
        String other = sent.parameter("other").strip();
        String label = other.isEmpty() ? sent.parameter("label").strip() : other;
        if (label.isEmpty()) {
            throw new IllegalArgumentException("Choose the right label.");
        }
        return List.of(new Annotation(Span.of(text), label));
    }

    private static List<Annotation> spans(String text, PageRequest sent) {
        List<String> begins = sent.parameters("begin");
        List<String> ends = sent.parameters("end");
        List<String> labels = sent.parameters("label");
        if (begins.size() != labels.size() || ends.size() != labels.size()) {
            throw new IllegalArgumentException("The form is incomplete. Open the page again.");
        }
        List<Annotation> spans = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i).strip();
            if (!label.isEmpty()) {
                spans.add(new Annotation(span(text, begins.get(i), ends.get(i)), label));
            }
        }
        String added = sent.parameter("added").strip();
        if (!added.isEmpty()) {
            String label = sent.parameter("addedLabel").strip();
            int at = text.indexOf(added);
            if (at < 0) {
                throw new IllegalArgumentException("The text does not contain '" + added + "'.");
            }
            if (label.isEmpty()) {
                throw new IllegalArgumentException("Give '" + added + "' a label.");
            }
            spans.add(new Annotation(new Span(at, at + added.length()), label));
        }
        spans.sort(Comparator.comparingInt(one -> one.span().begin()));
        return spans;
    }

    private static Span span(String text, String begin, String end) {
        try {
            Span span = new Span(Integer.parseInt(begin), Integer.parseInt(end));
            if (span.end() <= text.length()) {
                return span;
            }
        } catch (IllegalArgumentException notASpan) {
            throw new IllegalArgumentException("'" + begin + "' to '" + end + "' is no place in the text.", notASpan);
        }
        throw new IllegalArgumentException("'" + begin + "' to '" + end + "' is not in the text.");
    }
}
