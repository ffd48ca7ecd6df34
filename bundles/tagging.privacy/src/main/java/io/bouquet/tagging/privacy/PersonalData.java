package io.bouquet.tagging.privacy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Collects the layer {@code pii} of a text from its values and its persons. A name that is found once counts as a person
 * wherever it is written in the text.
 */
final class PersonalData {
    static final String PERSON = "person";
    static final String VALUE = "value";

    private static final Set<String> KINDS = Set.of("email", "phone", "iban", "card", "ip");
    private static final int LONGEST_NAME = 6;
    private static final int SHORTEST_NAME = 3;

    private PersonalData() {}

    static Layers of(AnnotatedText text) {
        List<Annotation> found = new ArrayList<>();
        for (Annotation value : text.layer(Layers.VALUES)) {
            if (KINDS.contains(value.label())) {
                found.add(value);
            }
        }
        List<Annotation> persons = text.layer(Layers.ENTITIES).stream()
                .filter(entity -> entity.label().equals(PERSON))
                .toList();
        Map<String, Double> names = new HashMap<>();
        for (Annotation person : persons) {
            String name = text.textOf(person);
            found.add(person(person.span(), name, person.score()));
            if (name.length() >= SHORTEST_NAME) {
                names.merge(normalised(name), person.score(), Math::max);
            }
        }
        if (!names.isEmpty()) {
            addMentions(text.text(), names, found);
        }
        return Layers.of(Layers.PII, withoutOverlaps(found));
    }

    /** Adds all stretches of words that are one of the names, in the same case. */
    private static void addMentions(String text, Map<String, Double> names, List<Annotation> found) {
        int at = 0;
        while (at < text.length()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted: the request's time is up");
            }
            if (!Character.isLetterOrDigit(text.charAt(at))) {
                at++;
                continue;
            }
            int firstEnd = wordEnd(text, at);
            int end = firstEnd;
            StringBuilder name = new StringBuilder(text.substring(at, firstEnd));
            Annotation longest = null;
            for (int words = 1; words <= LONGEST_NAME; words++) {
                Double score = names.get(name.toString());
                if (score != null) {
                    longest = person(new Span(at, end), text.substring(at, end), score);
                }
                int next = end;
                while (next < text.length() && next - end < 3 && !Character.isLetterOrDigit(text.charAt(next))) {
                    next++;
                }
                if (next == text.length() || !Character.isLetterOrDigit(text.charAt(next)) || next == end) {
                    break;
                }
                int nextEnd = wordEnd(text, next);
                name.append(normalised(text.substring(end, next))).append(text, next, nextEnd);
                end = nextEnd;
            }
            if (longest != null) {
                found.add(longest);
            }
            at = longest == null ? firstEnd : longest.span().end();
        }
    }

    private static int wordEnd(String text, int begin) {
        int end = begin;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Annotation person(Span span, String name, double score) {
        return new Annotation(
                span, PERSON, score, Map.of(VALUE, normalised(name).toLowerCase(Locale.ROOT)));
    }

    private static String normalised(String name) {
        return name.replaceAll("\\s+", " ");
    }

    /** Keeps of overlapping findings the one that begins first, or the longest. */
    private static List<Annotation> withoutOverlaps(List<Annotation> found) {
        found.sort(Comparator.comparingInt((Annotation one) -> one.span().begin())
                .thenComparing(one -> -one.span().end()));
        return Layers.withoutOverlaps(found);
    }
}
