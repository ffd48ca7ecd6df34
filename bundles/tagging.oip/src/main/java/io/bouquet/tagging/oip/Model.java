package io.bouquet.tagging.oip;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model of the protocol: a tagger, the pipeline of a language, or the pipeline of whatever language a text has.
 *
 * @param version  that answers; the number of the generation for a pipeline, the empty string if none answers
 * @param versions that may be asked for by name
 * @param language of all texts; empty to have it detected, or for the caller to choose
 * @param layers   the outputs
 * @param reason   why it does not answer; empty if it does
 */
record Model(String name, String version, List<String> versions, String language, List<String> layers, String reason) {
    static final String PIPELINE = "pipeline";
    static final String TEXT = "text";
    static final String DATATYPE = "BYTES";

    boolean isReady() {
        return reason.isEmpty();
    }

    boolean isPipeline() {
        return name.equals(PIPELINE) || name.startsWith(PIPELINE + "-");
    }

    /** Returns all models, by name: the pipelines first. */
    static Map<String, Model> all(Broker broker) {
        Map<String, Model> all = new LinkedHashMap<>();
        String generation = Long.toString(broker.generation());
        Set<String> layers = new LinkedHashSet<>();
        List<Model> byLanguage = new ArrayList<>();
        for (Pipeline pipeline : broker.pipelines()) {
            layers.addAll(pipeline.layers());
            if (!pipeline.language().isEmpty()) {
                byLanguage.add(pipeline(
                        PIPELINE + "-" + pipeline.language(), generation, pipeline.language(), pipeline.layers()));
            }
        }
        if (!layers.isEmpty()) {
            all.put(PIPELINE, pipeline(PIPELINE, generation, "", layers));
        }
        byLanguage.forEach(model -> all.put(model.name(), model));
        Map<String, List<TaggerInfo>> taggers = new LinkedHashMap<>();
        broker.taggers().forEach(tagger -> taggers.computeIfAbsent(tagger.name(), name -> new ArrayList<>())
                .add(tagger));
        taggers.forEach((name, versions) -> all.putIfAbsent(name, tagger(name, versions)));
        return all;
    }

    private static Model pipeline(String name, String generation, String language, Collection<String> layers) {
        return new Model(name, generation, List.of(generation), language, List.copyOf(layers), "");
    }

    private static Model tagger(String name, List<TaggerInfo> versions) {
        List<TaggerInfo> serving = versions.stream()
                .filter(tagger -> tagger.state() == State.SERVING)
                .sorted(Comparator.comparing(TaggerInfo::share).reversed())
                .toList();
        TaggerInfo first = serving.isEmpty() ? versions.get(0) : serving.get(0);
        String reason = "";
        if (serving.isEmpty()) {
            reason = first.reason().isEmpty() ? "its state is " + first.state() : first.reason();
        }
        return new Model(
                name,
                serving.isEmpty() ? "" : first.version(),
                // of several, the key of a text chooses one, so that none can be asked for
                serving.size() == 1 ? List.of(first.version()) : List.of(),
                first.languages().size() == 1 ? first.languages().get(0) : "",
                first.produces(),
                reason);
    }
}
