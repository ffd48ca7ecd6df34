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
    /** How people expect layers to be listed: from the text's surface to its meaning, then by name. */
    private static final List<String> USUAL_ORDER = List.of(
            Layers.LANGUAGE,
            Layers.SENTENCES,
            Layers.TOKENS,
            Layers.POS,
            Layers.LEMMAS,
            Layers.ENTITIES,
            Layers.SENTIMENT);

    private static final Comparator<String> USUALLY = Comparator.comparingInt(
                    (String layer) -> USUAL_ORDER.contains(layer) ? USUAL_ORDER.indexOf(layer) : USUAL_ORDER.size())
            .thenComparing(Comparator.naturalOrder());

    /** In the order of preference. */
    private final List<Offer> offers;

    private final ToIntFunction<Declaration> rank;
    private final Set<String> languages = new TreeSet<>();
    private final Map<String, Set<String>> layers = new HashMap<>();

    /** A tagger and what it declared when this was made. */
    private record Offer(InstalledTagger tagger, Declaration declaration) {
        boolean makes(String layer, String language) {
            return declaration.speaks(language) && declaration.produces().contains(layer);
        }
    }

    PipelinePlanner(Collection<InstalledTagger> taggers) {
        this(taggers, tagger -> 0);
    }

    /** @param rank of taggers that produce the same layer: the lowest is chosen, before all else */
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

    /** The languages that some tagger names. */
    Set<String> languages() {
        return languages;
    }

    /** All layers that can be made of a text in {@code language}, in the usual order. */
    Set<String> layers(String language) {
        return Objects.requireNonNull(layers.get(languages.contains(language) ? language : ""));
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

    /** Whether all that {@code tagger} requires can be made, in one of its languages at least. */
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
     * The steps that make {@code layers} of a text in {@code language}.
     *
     * @param layers all of which {@link #layers(String)} must have
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

    /** Why a tagger cannot run: the layer that nobody produces, or the ring of layers that wait for each other. */
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

    /** The tagger of each layer of a text in {@code language}, where all layers are asked for. */
    Map<String, InstalledTagger> owners(String language) {
        Map<String, InstalledTagger> owners = new HashMap<>();
        steps(language, layers(language))
                .forEach(step -> step.keeps().forEach(layer -> owners.put(layer, step.tagger())));
        return owners;
    }

    /** By rank, then those that name the language, then as preferred. An empty {@code language} is none in particular. */
    private List<Offer> producers(String layer, String language) {
        return offers.stream()
                .filter(offer -> offer.makes(layer, language))
                .sorted(Comparator.comparingInt((Offer offer) -> rank.applyAsInt(offer.declaration()))
                        .thenComparing(offer -> offer.declaration().languages().isEmpty()))
                .toList();
    }

    /** One walk through the requirements. A preferred tagger that would close a ring gives way to the next. */
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

        /** A tagger of several layers runs once, as early as the first of them is needed. */
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

        /** What was chosen for a tagger that then gave way is not needed. */
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
