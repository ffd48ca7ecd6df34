package io.bouquet.tagging.model;

import java.util.List;

/**
 * What the tagger of a model will be.
 *
 * @param requires  layers that it reads
 * @param produces  layers that it adds
 * @param onRequest whether its layers are made only for requests that name them
 * @param files     paths of the other files in the bundle that the model needs, such as its tokenizer
 */
public record ModelPlan(List<String> requires, List<String> produces, boolean onRequest, List<String> files) {
    public ModelPlan {
        requires = List.copyOf(requires);
        produces = List.copyOf(produces);
        files = List.copyOf(files);
    }

    public ModelPlan(List<String> requires, List<String> produces) {
        this(requires, produces, false, List.of());
    }
}
