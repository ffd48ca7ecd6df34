package io.bouquet.tagging.model.internal;

import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelPlan;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the engine of a model. */
final class Engines {
    private Engines() {}

    static Optional<ModelEngine> engineOf(ModelDeclaration model, Collection<ModelEngine> engines) {
        return engines.stream()
                .filter(engine -> engine.name().equals(model.engine()))
                .findFirst();
    }

    /**
     * Returns the plan of a model, if its engine is there.
     *
     * @throws IllegalArgumentException if the declaration is invalid
     */
    static ModelPlan plan(ModelDeclaration model, ModelEngine engine) {
        if (model.kind().isEmpty()) {
            throw new IllegalArgumentException("the model '" + model.path() + "' has no kind: add kind=<one of "
                    + String.join(", ", engine.kinds()) + ">");
        }
        if (!engine.kinds().contains(model.kind())) {
            throw new IllegalArgumentException("the model '" + model.path() + "' has the kind '" + model.kind()
                    + "'; there are: " + String.join(", ", engine.kinds()));
        }
        return engine.plan(model);
    }

    static String missing(ModelDeclaration model, Collection<ModelEngine> engines) {
        TreeSet<String> names = new TreeSet<>();
        engines.forEach(engine -> names.add(engine.name()));
        return "the model '" + model.path() + "' has the engine '" + model.engine() + "', which is not installed; "
                + (names.isEmpty() ? "there is none" : "there are: " + String.join(", ", names));
    }
}
