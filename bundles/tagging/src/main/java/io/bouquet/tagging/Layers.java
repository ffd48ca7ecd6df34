package io.bouquet.tagging;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Named lists of annotations, in the order in which they were added. Immutable. */
public final class Layers {
    /**
     * One annotation over the whole text; its label is the ISO 639-1 code. Its attribute {@link #ALTERNATIVES} has the
     * codes of languages that are nearly as likely, the likeliest first, with spaces between; a text is taken to be in
     * the first of all these that has taggers of its own.
     */
    public static final String LANGUAGE = "language";

    /** Attribute of the annotation in {@link #LANGUAGE}. */
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

    /** These layers and one more; one of the same name is replaced. */
    public Layers with(String name, List<Annotation> annotations) {
        Map<String, List<Annotation>> more = new LinkedHashMap<>(byName);
        more.put(name, List.copyOf(annotations));
        return new Layers(Collections.unmodifiableMap(more));
    }

    /** These layers and all of {@code others}; those of the same name are replaced. */
    public Layers with(Layers others) {
        if (byName.isEmpty()) {
            return others;
        }
        Map<String, List<Annotation>> more = new LinkedHashMap<>(byName);
        more.putAll(others.byName);
        return new Layers(Collections.unmodifiableMap(more));
    }

    /** Only those of these layers that {@code names} has, in the order of {@code names}. */
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

    /** The annotations of a layer, in the order of the text; empty where there is no such layer. */
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
