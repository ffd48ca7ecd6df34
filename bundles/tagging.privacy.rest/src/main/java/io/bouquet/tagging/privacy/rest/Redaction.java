package io.bouquet.tagging.privacy.rest;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with its personal data replaced by placeholders, such as {@code [PERSON_1]}.
 *
 * @param text      the text with placeholders
 * @param findings  what was replaced, in the order of the text
 * @param originals the replaced words of each placeholder: one if they are always the same, else one for each mention
 */
record Redaction(String text, List<Finding> findings, Map<String, List<String>> originals) {
    static final Pattern PLACEHOLDER = Pattern.compile("\\[[A-Z]{1,40}_[1-9]\\d{0,8}\\]");

    /** @param span the replaced span of the original text */
    record Finding(Span span, Annotation annotation, String placeholder) {}

    /** @param found annotations in the order of the text, without overlaps */
    static Redaction of(String text, List<Annotation> found) {
        Map<String, Integer> taken = new HashMap<>();
        PLACEHOLDER.matcher(text).results().forEach(own -> taken.put(own.group(), 1));
        Map<List<String>, String> placeholders = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, List<String>> originals = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        StringBuilder redacted = new StringBuilder(text.length());
        int at = 0;
        for (Annotation one : found) {
            String original = one.span().in(text);
            String value = one.attributes().getOrDefault("value", original);
            String placeholder = placeholders.computeIfAbsent(List.of(one.label(), value), key -> {
                String next;
                do {
                    next = "[" + one.label().toUpperCase(Locale.ROOT) + "_"
                            + numbers.merge(one.label(), 1, Integer::sum) + "]";
                } while (taken.containsKey(next)); // a placeholder that the text has already stands for itself
                return next;
            });
            redacted.append(text, at, one.span().begin()).append(placeholder);
            at = one.span().end();
            findings.add(new Finding(one.span(), one, placeholder));
            originals.computeIfAbsent(placeholder, key -> new ArrayList<>()).add(original);
        }
        redacted.append(text, at, text.length());
        originals.replaceAll(
                (placeholder, all) -> all.stream().distinct().count() == 1 ? List.of(all.get(0)) : List.copyOf(all));
        return new Redaction(redacted.toString(), List.copyOf(findings), originals);
    }

    /**
     * Returns a text with the placeholders replaced by the original words. The text may be another one than that of the
     * redaction: if it has more mentions of a placeholder, the first words stand for the others.
     */
    static String restore(String redacted, Map<String, List<String>> originals) {
        Map<String, Integer> mentions = new HashMap<>();
        return PLACEHOLDER.matcher(redacted).replaceAll(found -> {
            List<String> words = originals.get(found.group());
            if (words == null) {
                return Matcher.quoteReplacement(found.group());
            }
            int mention = mentions.merge(found.group(), 1, Integer::sum) - 1;
            return Matcher.quoteReplacement(words.get(mention < words.size() ? mention : 0));
        });
    }
}
