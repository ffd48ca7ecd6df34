package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.LayerError.Type;
import io.bouquet.tagging.Layers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The layers that a run has made so far, and the errors of those that it cannot make. Guarded by the run. */
final class PartialResult {
    private Layers layers = Layers.none();
    private final Map<String, LayerError> errors = new HashMap<>();
    private final SortedMap<String, String> versions = new TreeMap<>();
    private final Map<String, Long> microseconds = new LinkedHashMap<>();

    Layers layers() {
        return layers;
    }

    /** Whether each of these layers was made or has an error. */
    boolean isSettled(List<String> names) {
        for (String layer : names) {
            if (!layers.has(layer) && !errors.containsKey(layer)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the error of a layer that {@code step} requires; null if none has an error. */
    @Nullable
    LayerError obstacle(Step step) {
        for (String layer : step.requires()) {
            LayerError error = errors.get(layer);
            if (error != null) {
                return error;
            }
        }
        return null;
    }

    void begin(Step step) {
        versions.put(step.name(), step.version());
    }

    /** Notes that the tagger has returned or thrown an exception. */
    void end(Step step, long micros) {
        microseconds.put(step.name(), micros);
    }

    void add(Layers made) {
        layers = layers.with(made);
    }

    void fail(Step step, Type type, String message) {
        for (String layer : step.keeps()) {
            errors.put(layer, new LayerError(layer, step.name(), type, message));
        }
    }

    /** @param wanted layers of the result, in order */
    AnnotationResult result(PipelinePlan plan, List<String> wanted, long generation) {
        List<LayerError> missing = new ArrayList<>(plan.unavailable());
        for (String layer : wanted) {
            LayerError error = errors.get(layer);
            if (error != null) {
                missing.add(error);
            } else if (!layers.has(layer)) {
                missing.add(new LayerError(layer, "", Type.TIMED_OUT, "the time was up before the language was known"));
            }
        }
        return new AnnotationResult(
                plan.language(),
                layers.only(wanted),
                missing,
                generation,
                Collections.unmodifiableSortedMap(versions),
                Collections.unmodifiableMap(microseconds));
    }
}
