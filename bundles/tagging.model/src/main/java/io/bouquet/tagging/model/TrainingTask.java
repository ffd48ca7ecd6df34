package io.bouquet.tagging.model;

import java.util.List;
import java.util.Map;

/**
 * What a model is trained for.
 *
 * @param kind     one of the trainer's kinds
 * @param language ISO 639-1 code, or the empty string for any language
 * @param layer    layer that the model is to produce; {@link LabelledText#gold()} has it for each text
 * @param texts    at least one
 * @param options  further settings by name, such as {@code iterations}
 */
public record TrainingTask(
        String kind, String language, String layer, List<LabelledText> texts, Map<String, String> options) {
    public TrainingTask {
        texts = List.copyOf(texts);
        options = Map.copyOf(options);
    }
}
