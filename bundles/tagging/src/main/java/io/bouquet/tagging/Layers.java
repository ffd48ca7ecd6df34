package io.bouquet.tagging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Named lists of annotations, in the order in which they were added. Immutable. */
public final class Layers {
    /**
     * One annotation over the whole text. Its label is the ISO 639-1 code. Its attribute {@link #ALTERNATIVES} lists
     * the codes of languages that are nearly as likely, separated by spaces, the likeliest first. The language of the
     * text is the first of these that has taggers.
     */
    public static final String LANGUAGE = "language";

    /** Name of the attribute of the annotation in {@link #LANGUAGE}. */
    public static final String ALTERNATIVES = "alternatives";

    public static final String SENTENCES = "sentences";
    public static final String TOKENS = "tokens";
    /** One annotation for each token; its label is the Universal Dependencies part of speech. */
    public static final String POS = "pos";
    /** One annotation for each token; its label is the lemma. */
    public static final String LEMMAS = "lemmas";

    public static final String ENTITIES = "entities";
    /** One annotation for each sentence, after one over the whole text. */
    public static final String SENTIMENT = "sentiment";

    /** One annotation for each noun chunk, such as {@code the old house}. */
    public static final String CHUNKS = "chunks";

    /** Dates, amounts, addresses and numbers; the label is the kind, the attribute {@code value} the normalised value. */
    public static final String VALUES = "values";

    /** One annotation for each mention of something that identifies a person; the label is the kind. */
    public static final String PII = "pii";

    /** The first mention of each key phrase; the label is the phrase. */
    public static final String KEYPHRASES = "keyphrases";

    /** Words for what the text is about, each at its first mention; the label is the tag. */
    public static final String TAGS = "tags";

    /** The most central sentences, in the order of the text. */
    public static final String SUMMARY = "summary";

    /** One annotation over the whole text; its label says how easily the text is read. */
    public static final String READABILITY = "readability";

    /**
     * One annotation over the whole text, labelled {@code text}, and one for each sentence, labelled {@code sentence}.
     * Their vectors have the length 1. The attribute {@link #ENCODER} is the id of the model that made them.
     */
    public static final String EMBEDDINGS = "embeddings";

    /** One annotation for each token, with its vector in its context; its label is the id of the model that made it. */
    public static final String STATES = "states";

    /** Name of the attribute of annotations in {@link #EMBEDDINGS}. */
    public static final String ENCODER = "encoder";

    private static final Layers NONE = new Layers(Map.of());

    private final Map<String, List<Annotation>> byName;

    private Layers(Map<String, List<Annotation>> byName) {
        this.byName = byName;
    }

    public static Layers none() {
        return NONE;
    }

    public static Layers of(String name, List<Annotation> annotations) {
        return NONE.with(name, annotations);
    }

    /**
     * Returns annotations that do not overlap: each one that begins before the end of a kept one is left out.
     *
     * @param inOrder by their begins; of those that begin together, the preferred first
     */
    public static List<Annotation> withoutOverlaps(List<Annotation> inOrder) {
        List<Annotation> kept = new ArrayList<>();
        int last = 0;
        for (Annotation annotation : inOrder) {
            if (annotation.span().begin() >= last) {
                kept.add(annotation);
                last = annotation.span().end();
            }
        }
        return kept;
    }

    /** Returns these layers and another one. It replaces a layer of the same name. */
    public Layers with(String name, List<Annotation> annotations) {
        Map<String, List<Annotation>> more = new LinkedHashMap<>(byName);
        more.put(name, List.copyOf(annotations));
        return new Layers(Collections.unmodifiableMap(more));
    }

    /** Returns these layers and all of {@code others}, which replace layers of the same names. */
    public Layers with(Layers others) {
        if (byName.isEmpty()) {
            return others;
        }
        Map<String, List<Annotation>> more = new LinkedHashMap<>(byName);
        more.putAll(others.byName);
        return new Layers(Collections.unmodifiableMap(more));
    }

    /** Returns those of these layers that are in {@code names}, in the order of {@code names}. */
    public Layers only(Iterable<String> names) {
        Map<String, List<Annotation>> some = new LinkedHashMap<>();
        for (String name : names) {
            List<Annotation> layer = byName.get(name);
            if (layer != null) {
                some.put(name, layer);
            }
        }
        return new Layers(Collections.unmodifiableMap(some));
    }

    /** Returns the annotations of a layer in text order; empty if there is no such layer. */
    public List<Annotation> get(String name) {
        return byName.getOrDefault(name, List.of());
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public Map<String, List<Annotation>> asMap() {
        return byName;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Layers layers && byName.equals(layers.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
