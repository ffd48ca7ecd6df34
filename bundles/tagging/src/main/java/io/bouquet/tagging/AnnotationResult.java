package io.bouquet.tagging;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The result of one {@link AnnotationRequest}. Exactly one generation produces it.
 *
 * @param language     requested or detected language; the empty string if it could not be detected
 * @param layers       the requested layers, except those in {@code errors}
 * @param errors       the requested layers that could not be made, with the reasons
 * @param generation   number of the generation
 * @param taggers      version of each tagger that ran, by name
 * @param microseconds run time of each tagger that ran, by name
 */
public record AnnotationResult(
        String language,
        Layers layers,
        List<LayerError> errors,
        long generation,
        SortedMap<String, String> taggers,
        Map<String, Long> microseconds) {}
