package io.bouquet.tagging.rules.internal;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Chooses tags for a text. A tag that has several reasons has a higher score. */
final class Tags {
    /** Name of the attribute with the reasons of a tag. */
    static final String WHY = "why";

    private static final int MOST = 10;
    private static final Set<String> NAMES = Set.of("person", "organisation", "location");
    /** Scores of one mention; each further mention halves what is missing to 1. */
    private static final double VOCABULARY = 0.7;

    private static final double ENTITY = 0.4;
    /** A key phrase alone says less than a word of a vocabulary. */
    private static final double KEYPHRASE = 0.65;

    private static final class Tag {
        final Span first;
        final String label;
        final Map<String, Integer> mentions = new TreeMap<>();
        String phrase = "";
        double missing = 1;

        Tag(Span first, String label) {
            this.first = first;
            this.label = label;
        }

        double score() {
            return 1 - missing;
        }

        String why() {
            List<String> reasons = new ArrayList<>();
            mentions.forEach((reason, times) -> reasons.add(reason + (times > 1 ? " (" + times + " times)" : "")));
            if (!phrase.isEmpty()) {
                reasons.add(phrase);
            }
            return String.join("; ", reasons);
        }
    }

    private Tags() {}

    static Layers of(AnnotatedText text, PhraseTrie vocabularies) {
        Map<String, Tag> tags = new LinkedHashMap<>();
        vocabularies.match(
                text.text(),
                (begin, end, word) -> mention(
                        tags,
                        new Span(begin, end),
                        word.label(),
                        "vocabulary " + word.value() + ": " + text.text().substring(begin, end),
                        VOCABULARY));
        for (Annotation entity : text.layer(Layers.ENTITIES)) {
            if (NAMES.contains(entity.label())) {
                mention(tags, entity.span(), text.textOf(entity), entity.label(), ENTITY);
            }
        }
        for (Annotation phrase : text.layer(Layers.KEYPHRASES)) {
            Tag tag = tags.computeIfAbsent(
                    phrase.label().toLowerCase(Locale.ROOT), key -> new Tag(phrase.span(), phrase.label()));
            double score = phrase.hasScore() ? phrase.score() : 1;
            tag.missing *= 1 - KEYPHRASE * score;
            tag.phrase = String.format(Locale.ROOT, "key phrase (%.2f)", score);
        }
        return Layers.of(
                Layers.TAGS,
                tags.values().stream()
                        .sorted(Comparator.comparingDouble((Tag tag) -> -tag.score())
                                .thenComparing(tag -> tag.first.begin())
                                .thenComparing(tag -> tag.label))
                        .limit(MOST)
                        .sorted(Comparator.comparingInt(tag -> tag.first.begin()))
                        .map(tag -> new Annotation(tag.first, tag.label, tag.score(), Map.of(WHY, tag.why())))
                        .toList());
    }

    private static void mention(Map<String, Tag> tags, Span span, String label, String reason, double score) {
        Tag tag = tags.computeIfAbsent(label.toLowerCase(Locale.ROOT), key -> new Tag(span, label));
        tag.missing *= tag.mentions.isEmpty() ? 1 - score : 0.5;
        tag.mentions.merge(reason, 1, Integer::sum);
    }
}
