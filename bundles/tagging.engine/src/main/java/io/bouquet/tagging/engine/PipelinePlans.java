package io.bouquet.tagging.engine;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.UnknownLanguageException;
import io.bouquet.tagging.UnknownLayerException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes plans for requests to a fixed set of taggers. Immutable, except for its cache of plans. */
final class PipelinePlans {
    /** Size of the cache, larger than clients need. It limits the memory that a hostile client can use. */
    private static final int PLANS_KEPT = 256;

    private final PipelinePlanner planner;
    private final BinaryOperator<String> whyNot;
    private final Set<String> everyLayer = new TreeSet<>();
    private final Optional<PipelinePlan> detection;
    private final Map<Question, PipelinePlan> plans = new ConcurrentHashMap<>();

    private volatile @Nullable List<Pipeline> pipelines;

    private record Question(String language, boolean detected, List<String> layers) {}

    /** @param whyNot returns why a layer cannot be made in a language; the empty string if there is no reason */
    PipelinePlans(PipelinePlanner planner, BinaryOperator<String> whyNot) {
        this.planner = planner;
        this.whyNot = whyNot;
        planner.languages().forEach(language -> everyLayer.addAll(planner.layers(language)));
        everyLayer.addAll(planner.layers(""));
        detection = planner.layers("").contains(Layers.LANGUAGE)
                ? Optional.of(new PipelinePlan(
                        "", planner.steps("", List.of(Layers.LANGUAGE)), List.of(Layers.LANGUAGE), List.of()))
                : Optional.empty();
    }

    Set<String> languages() {
        return planner.languages();
    }

    /** Returns the pipelines by language. They are computed once, because every request reads them. */
    List<Pipeline> pipelines() {
        List<Pipeline> known = pipelines;
        if (known == null) {
            known = List.copyOf(workOutPipelines());
            pipelines = known;
        }
        return known;
    }

    private List<Pipeline> workOutPipelines() {
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

    /** Returns the plan to detect the language of a text; empty if no tagger can. */
    Optional<PipelinePlan> detection() {
        return detection;
    }

    /** Returns the likeliest language of {@code detected} that has taggers; its label if none has. */
    String likeliestLanguage(Annotation detected) {
        String alternatives = detected.attributes().getOrDefault(Layers.ALTERNATIVES, "");
        return Stream.concat(Stream.of(detected.label()), Stream.of(alternatives.split(" ")))
                .filter(planner.languages()::contains)
                .findFirst()
                .orElse(detected.label());
    }

    /** Refuses layers that cannot be made in any language, before the language of the text is known. */
    void check(Collection<String> layers) {
        for (String layer : layers) {
            if (!everyLayer.contains(layer)) {
                throw new UnknownLayerException(layer, whyNot.apply("", layer), "", everyLayer);
            }
        }
    }

    /**
     * Returns the plan for {@code layers}, or for the usual layers of the language if {@code layers} is empty.
     *
     * @param language language that the caller chose
     */
    PipelinePlan plan(String language, List<String> layers) {
        return plans(new Question(language, false, layers));
    }

    /**
     * Returns the plan for a detected language. Layers that it does not have become errors in the result and are not
     * refused.
     *
     * @param language detected language; the empty string if it is unknown
     */
    PipelinePlan planDetected(String language, List<String> layers) {
        return plans(new Question(language, true, layers));
    }

    private PipelinePlan plans(Question question) {
        PipelinePlan known = plans.get(question);
        if (known != null) {
            return known;
        }
        PipelinePlan plan = question.detected() ? forDetected(question) : forGiven(question);
        if (plans.size() >= PLANS_KEPT) {
            plans.clear();
        }
        plans.put(question, plan);
        return plan;
    }

    private Set<String> layersOf(Question question) {
        return new LinkedHashSet<>(
                question.layers().isEmpty() ? planner.usualLayers(question.language()) : question.layers());
    }

    private PipelinePlan forGiven(Question question) {
        String language = question.language();
        if (!planner.languages().contains(language)) {
            throw new UnknownLanguageException(language, planner.languages());
        }
        Set<String> makeable = planner.layers(language);
        Set<String> layers = layersOf(question);
        for (String layer : layers) {
            if (!makeable.contains(layer)) {
                throw new UnknownLayerException(layer, whyNot.apply(language, layer), language, makeable);
            }
        }
        return new PipelinePlan(language, planner.steps(language, layers), List.copyOf(layers), List.of());
    }

    private PipelinePlan forDetected(Question question) {
        String language = question.language();
        Set<String> makeable = planner.layers(language);
        Set<String> layers = layersOf(question);
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
        return new PipelinePlan(language, planner.steps(language, layers), List.copyOf(layers), unavailable);
    }
}
