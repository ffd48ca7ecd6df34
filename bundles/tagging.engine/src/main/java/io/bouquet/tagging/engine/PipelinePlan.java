package io.bouquet.tagging.engine;

import io.bouquet.tagging.LayerError;
import java.util.List;

/**
 * The plan for the layers of a request.
 *
 * @param language    language of the text; the empty string if it is unknown
 * @param steps       steps in execution order: each comes after those that it requires
 * @param layers      layers of the result, in order
 * @param unavailable errors of requested layers that the detected language does not have
 */
record PipelinePlan(String language, List<Step> steps, List<String> layers, List<LayerError> unavailable) {
    PipelinePlan {
        steps = List.copyOf(steps);
        layers = List.copyOf(layers);
        unavailable = List.copyOf(unavailable);
    }
}
