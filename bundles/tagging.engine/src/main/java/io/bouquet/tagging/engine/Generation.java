package io.bouquet.tagging.engine;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.UnknownLanguageException;
import io.bouquet.tagging.UnknownLayerException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which taggers serve, and the plans for what is asked of them. Immutable but for its memory of plans; a request takes
 * one at its start and finishes on it.
 */
final class Generation {
    /** More distinct questions than any client asks; past it a hostile one costs time, not memory. */
    private static final int PLANS_KEPT = 256;

    private final long id;
    private final List<TaggerInfo> taggers;
    private final Planner planner;
    private final Set<String> everyLayer = new TreeSet<>();
    private final Optional<Plan> detection;
    private final Map<Question, Plan> plans = new ConcurrentHashMap<>();

    private record Question(String language, boolean detected, List<String> layers) {}

    Generation(long id, Collection<InstalledTagger> installed) {
        this.id = id;
        Planner all = new Planner(installed);
        Map<String, InstalledTagger> preferred = new LinkedHashMap<>();
        installed.stream()
                .sorted(InstalledTagger.PREFERRED_FIRST)
                .filter(all::canRun)
                .forEach(tagger -> preferred.putIfAbsent(tagger.name(), tagger));
        // what only a standby version produces is not produced
        Planner candidates = new Planner(preferred.values());
        List<InstalledTagger> serving =
                preferred.values().stream().filter(candidates::canRun).toList();
        planner = new Planner(serving);
        taggers = installed.stream()
                .sorted(InstalledTagger.BY_NAME)
                .map(tagger -> {
                    if (serving.contains(tagger)) {
                        return tagger.info(TaggerInfo.State.SERVING, "");
                    }
                    if (!all.canRun(tagger)) {
                        return tagger.info(TaggerInfo.State.WAITING, all.reason(tagger));
                    }
                    InstalledTagger other = preferred.get(tagger.name());
                    return tagger.equals(other) || other == null
                            ? tagger.info(TaggerInfo.State.WAITING, candidates.reason(tagger))
                            : tagger.info(
                                    TaggerInfo.State.STANDBY,
                                    "version " + other.declaration().version() + " of bundle "
                                            + other.declaration().bundle() + " is preferred");
                })
                .toList();
        planner.languages().forEach(language -> everyLayer.addAll(planner.layers(language)));
        everyLayer.addAll(planner.layers(""));
        detection = planner.layers("").contains(Layers.LANGUAGE)
                ? Optional.of(
                        new Plan("", planner.steps("", List.of(Layers.LANGUAGE)), List.of(Layers.LANGUAGE), List.of()))
                : Optional.empty();
    }

    long id() {
        return id;
    }

    List<TaggerInfo> taggers() {
        return taggers;
    }

    List<Pipeline> pipelines() {
        List<Pipeline> pipelines = new ArrayList<>();
        Set<String> languages = new TreeSet<>(planner.languages());
        languages.add("");
        for (String language : languages) {
            Set<String> layers = planner.layers(language);
            if (!layers.isEmpty()) {
                List<String> names =
                        planner.steps(language, layers).stream().map(Step::name).toList();
                pipelines.add(new Pipeline(language, names, List.copyOf(layers)));
            }
        }
        return pipelines;
    }

    /** How the language of a text is found out; empty where no tagger can. */
    Optional<Plan> detection() {
        return detection;
    }

    /** The likeliest of the languages that {@code detected} names and that have taggers; its label where none has. */
    String likeliestLanguage(Annotation detected) {
        String alternatives = detected.attributes().getOrDefault(Layers.ALTERNATIVES, "");
        return Stream.concat(Stream.of(detected.label()), Stream.of(alternatives.split(" ")))
                .filter(planner.languages()::contains)
                .findFirst()
                .orElse(detected.label());
    }

    /** Refuses what cannot be answered in any language, before the language of the text is known. */
    void check(Collection<String> layers) {
        for (String layer : layers) {
            if (!everyLayer.contains(layer)) {
                throw new UnknownLayerException(layer, whyNot("", layer), "", everyLayer);
            }
        }
    }

    /**
     * The plan for {@code layers}, or for all that the language has where there are none.
     *
     * @param language as the caller gave it
     */
    Plan plan(String language, List<String> layers) {
        return plans(new Question(language, false, layers));
    }

    /**
     * The same for a language that the caller did not choose: layers that it does not have are named in the answer,
     * not refused.
     *
     * @param language the empty string where it could not be told
     */
    Plan planDetected(String language, List<String> layers) {
        return plans(new Question(language, true, layers));
    }

    private Plan plans(Question question) {
        Plan known = plans.get(question);
        if (known != null) {
            return known;
        }
        Plan plan = question.detected() ? forDetected(question) : forGiven(question);
        if (plans.size() >= PLANS_KEPT) {
            plans.clear();
        }
        plans.put(question, plan);
        return plan;
    }

    private Plan forGiven(Question question) {
        String language = question.language();
        if (!planner.languages().contains(language)) {
            throw new UnknownLanguageException(language, planner.languages());
        }
        Set<String> makeable = planner.layers(language);
        Set<String> layers = question.layers().isEmpty() ? makeable : new LinkedHashSet<>(question.layers());
        for (String layer : layers) {
            if (!makeable.contains(layer)) {
                throw new UnknownLayerException(layer, whyNot(language, layer), language, makeable);
            }
        }
        return new Plan(language, planner.steps(language, layers), List.copyOf(layers), List.of());
    }

    private Plan forDetected(Question question) {
        String language = question.language();
        Set<String> makeable = planner.layers(language);
        Set<String> layers = new LinkedHashSet<>(question.layers().isEmpty() ? makeable : question.layers());
        List<LayerError> unavailable = new ArrayList<>();
        for (String layer : layers) {
            if (!makeable.contains(layer)) {
                String why = language.isEmpty()
                        ? "the language of the text is unknown"
                        : "no tagger produces it for the detected language '" + language + "'";
                unavailable.add(new LayerError(layer, "", LayerError.Type.UNAVAILABLE, why));
            }
        }
        layers.retainAll(makeable);
        return new Plan(language, planner.steps(language, layers), List.copyOf(layers), unavailable);
    }

    private String whyNot(String language, String layer) {
        return taggers.stream()
                .filter(tagger -> tagger.state() == TaggerInfo.State.WAITING
                        && tagger.produces().contains(layer)
                        && (language.isEmpty()
                                || tagger.languages().isEmpty()
                                || tagger.languages().contains(language)))
                .map(tagger -> "'" + tagger.name() + "' would, but " + tagger.reason())
                .findFirst()
                .orElse("");
    }
}
