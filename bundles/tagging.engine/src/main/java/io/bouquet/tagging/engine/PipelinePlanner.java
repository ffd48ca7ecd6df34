package io.bouquet.tagging.engine;

import io.bouquet.tagging.Layers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** Chooses taggers for layers, among a fixed set of taggers. Immutable. */
final class PipelinePlanner {
    /**
     * The usual order of layers for users, from the surface of the text to its meaning. Other layers follow by name.
     */
    private static final List<String> USUAL_ORDER = List.of(
            Layers.LANGUAGE,
            Layers.SENTENCES,
            Layers.TOKENS,
            Layers.POS,
            Layers.LEMMAS,
            Layers.CHUNKS,
            Layers.ENTITIES,
            Layers.VALUES,
            Layers.PII,
            Layers.SENTIMENT,
            Layers.KEYPHRASES,
            Layers.TAGS,
            Layers.SUMMARY,
            Layers.READABILITY,
            Layers.EMBEDDINGS,
            Layers.STATES);

    private static final Comparator<String> USUALLY = Comparator.comparingInt(
                    (String layer) -> USUAL_ORDER.contains(layer) ? USUAL_ORDER.indexOf(layer) : USUAL_ORDER.size())
            .thenComparing(Comparator.naturalOrder());

    /** Offers, the preferred first. */
    private final List<Offer> offers;

    private final ToIntFunction<Declaration> rank;
    private final Set<String> languages = new TreeSet<>();
    private final Map<String, Set<String>> layers = new HashMap<>();

    /** A tagger, with its declaration at the time when the planner was created. */
    private record Offer(InstalledTagger tagger, Declaration declaration) {
        boolean makes(String layer, String language) {
            return declaration.speaks(language) && declaration.produces().contains(layer);
        }
    }

    PipelinePlanner(Collection<InstalledTagger> taggers) {
        this(taggers, tagger -> 0);
    }

    /** @param rank rank of a tagger among those that produce the same layer: the lowest is chosen */
    PipelinePlanner(Collection<InstalledTagger> taggers, ToIntFunction<Declaration> rank) {
        this.rank = rank;
        offers = taggers.stream()
                .sorted(InstalledTagger.PREFERRED_FIRST)
                .map(tagger -> new Offer(tagger, tagger.declaration()))
                .toList();
        offers.forEach(offer -> languages.addAll(offer.declaration().languages()));
        languages.forEach(language -> layers.put(language, makeable(language)));
        layers.put("", makeable(""));
    }

    /** Returns the languages that taggers name. */
    Set<String> languages() {
        return languages;
    }

    /** Returns all layers that can be made for a text in {@code language}, in the usual order. */
    Set<String> layers(String language) {
        return Objects.requireNonNull(layers.get(languages.contains(language) ? language : ""));
    }

    /** Returns the layers of {@link #layers(String)} that are made for a request that names none. */
    List<String> usualLayers(String language) {
        return layers(language).stream()
                .filter(layer -> offers.stream()
                        .anyMatch(offer -> offer.makes(layer, language)
                                && !offer.declaration().onRequest()))
                .toList();
    }

    private Set<String> makeable(String language) {
        Set<String> makeable = new TreeSet<>(USUALLY);
        boolean more = true;
        while (more) {
            more = false;
            for (Offer offer : offers) {
                Declaration it = offer.declaration();
                if (it.speaks(language) && makeable.containsAll(it.requires())) {
                    more |= makeable.addAll(it.produces());
                }
            }
        }
        return makeable;
    }

    /** Whether all layers that {@code tagger} requires can be made in at least one of its languages. */
    boolean canRun(InstalledTagger tagger) {
        return whereItMayRun(tagger).stream().anyMatch(language -> layers(language)
                .containsAll(tagger.declaration().requires()));
    }

    private Collection<String> whereItMayRun(InstalledTagger tagger) {
        if (!tagger.declaration().languages().isEmpty()) {
            return tagger.declaration().languages();
        }
        List<String> any = new ArrayList<>(languages);
        any.add("");
        return any;
    }

    /**
     * Returns the steps that make {@code layers} for a text in {@code language}.
     *
     * @param layers a subset of {@link #layers(String)}
     */
    List<Step> steps(String language, Collection<String> layers) {
        Choice choice = new Choice(language, layers(language));
        for (String layer : layers) {
            if (!choice.choose(layer)) {
                throw new IllegalStateException("the layer '" + layer + "' cannot be made");
            }
        }
        return choice.steps(layers);
    }

    /**
     * Returns why a tagger cannot run: a required layer that no tagger produces, or a cycle of layers that require each
     * other.
     */
    String reason(InstalledTagger tagger) {
        String language = tagger.declaration().languages().isEmpty()
                ? ""
                : tagger.declaration().languages().get(0);
        Set<String> makeable = new HashSet<>();
        whereItMayRun(tagger).forEach(one -> makeable.addAll(layers(one)));
        List<String> path = new ArrayList<>();
        InstalledTagger waiting = tagger;
        while (true) {
            String missing = waiting.declaration().requires().stream()
                    .filter(layer -> !makeable.contains(layer))
                    .findFirst()
                    .orElse("");
            if (missing.isEmpty()) {
                return "no language has all of the layers "
                        + waiting.declaration().requires();
            }
            if (path.contains(missing)) {
                List<String> ring = new ArrayList<>(path.subList(path.indexOf(missing), path.size()));
                ring.add(missing);
                return "these layers require each other: " + String.join(" → ", ring);
            }
            path.add(missing);
            Optional<Offer> producer = offers.stream()
                    .filter(other -> other.declaration().produces().contains(missing)
                            && (language.isEmpty() || other.declaration().speaks(language)))
                    .findFirst();
            if (producer.isEmpty()) {
                return "no tagger produces the layer '" + missing + "'"
                        + (language.isEmpty() ? "" : " for the language '" + language + "'")
                        + (path.size() == 1 ? "" : ", which '" + waiting.name() + "' requires");
            }
            waiting = producer.get().tagger();
        }
    }

    /** Returns the tagger of each layer for a text in {@code language} if all layers are requested. */
    Map<String, InstalledTagger> owners(String language) {
        Map<String, InstalledTagger> owners = new HashMap<>();
        steps(language, layers(language))
                .forEach(step -> step.keeps().forEach(layer -> owners.put(layer, step.tagger())));
        return owners;
    }

    /**
     * Returns the producers of a layer by rank; among equals, those that name the language come first, then the
     * preferred. An empty {@code language} stands for any other language.
     */
    private List<Offer> producers(String layer, String language) {
        return offers.stream()
                .filter(offer -> offer.makes(layer, language))
                .sorted(Comparator.comparingInt((Offer offer) -> rank.applyAsInt(offer.declaration()))
                        .thenComparing(offer -> offer.declaration().languages().isEmpty()))
                .toList();
    }

    /** One search through the requirements. If a preferred tagger would close a cycle, the next one is tried. */
    private final class Choice {
        private final String language;
        private final Set<String> makeable;
        private final Map<String, Offer> chosen = new LinkedHashMap<>();
        private final Set<String> open = new LinkedHashSet<>();

        Choice(String language, Set<String> makeable) {
            this.language = language;
            this.makeable = makeable;
        }

        boolean choose(String layer) {
            if (chosen.containsKey(layer)) {
                return true;
            }
            if (!makeable.contains(layer) || !open.add(layer)) {
                return false;
            }
            try {
                for (Offer producer : producers(layer, language)) {
                    if (producer.declaration().requires().stream().allMatch(this::choose)) {
                        chosen.put(layer, producer);
                        return true;
                    }
                }
                return false;
            } finally {
                open.remove(layer);
            }
        }

        /** Returns the steps. A tagger of several layers runs once, as soon as the first layer is needed. */
        List<Step> steps(Collection<String> layers) {
            Set<String> needed = new HashSet<>();
            layers.forEach(layer -> need(layer, needed));
            Map<Offer, List<String>> keeps = new LinkedHashMap<>();
            chosen.forEach((layer, offer) -> {
                if (needed.contains(layer)) {
                    keeps.computeIfAbsent(offer, one -> new ArrayList<>()).add(layer);
                }
            });
            List<Step> steps = new ArrayList<>();
            keeps.forEach((offer, kept) -> steps.add(new Step(offer.tagger(), offer.declaration(), List.copyOf(kept))));
            return steps;
        }

        /** Adds a layer and its requirements. Choices for a tagger that was rejected later are left out. */
        private void need(String layer, Set<String> needed) {
            if (needed.add(layer)) {
                Objects.requireNonNull(chosen.get(layer))
                        .declaration()
                        .requires()
                        .forEach(one -> need(one, needed));
            }
        }
    }
}
