package io.bouquet.tagging.model;

import java.util.Map;

/**
 * A trained model, as the files of a bundle.
 *
 * @param path       path of the model in the bundle, such as {@code model/mood.head}
 * @param attributes attributes of its clause in the header {@code Bouquet-Model}, beside kind, engine, language, name
 *                   and layers
 * @param files      contents by path; with the model itself
 */
public record TrainedModel(String path, Map<String, String> attributes, Map<String, byte[]> files) {
    public TrainedModel {
        attributes = Map.copyOf(attributes);
        files = Map.copyOf(files);
        if (!files.containsKey(path)) {
            throw new IllegalArgumentException("there is no file '" + path + "' among " + files.keySet());
        }
    }
}
