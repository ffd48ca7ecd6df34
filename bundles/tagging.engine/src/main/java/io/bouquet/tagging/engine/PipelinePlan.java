package io.bouquet.tagging.engine;

import io.bouquet.tagging.LayerError;
import java.util.List;

/**
 * How the layers that were asked for are made.
 *
 * @param language    of the text; the empty string where it is unknown
 * @param steps       in an order in which each comes after those it requires
 * @param layers      what is answered, in this order
 * @param unavailable layers that were asked for and that the detected language does not have
 */
record PipelinePlan(String language, List<Step> steps, List<String> layers, List<LayerError> unavailable) {
    PipelinePlan {
        steps = List.copyOf(steps);
        layers = List.copyOf(layers);
        unavailable = List.copyOf(unavailable);
    }
}
