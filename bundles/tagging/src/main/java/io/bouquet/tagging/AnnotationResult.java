package io.bouquet.tagging;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The answer to one {@link AnnotationRequest}, made by exactly one generation.
 *
 * @param language     as asked for or detected; the empty string where no tagger could tell
 * @param layers       the layers asked for, less those in {@code errors}
 * @param errors       the layers that could not be made, and why
 * @param generation   number of the generation that answered
 * @param taggers      version by name of each tagger that took part
 * @param microseconds run time by name of each tagger that took part
 */
public record AnnotationResult(
        String language,
        Layers layers,
        List<LayerError> errors,
        long generation,
        SortedMap<String, String> taggers,
        Map<String, Long> microseconds) {}
