package io.bouquet.tagging.opennlp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The declarations in the {@link ModelClause#HEADER} header of a bundle.
 *
 * @param faults errors in the header, for its author; each affects one model, or all models if the syntax is invalid
 */
record ModelHeader(List<ModelClause> models, List<String> faults) {
    ModelHeader {
        models = List.copyOf(models);
        faults = List.copyOf(faults);
    }

    static ModelHeader of(String header) {
        List<ModelClause> models = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        try {
            Set<String> names = new HashSet<>();
            for (HeaderClause clause : HeaderClause.parse(header)) {
                read(clause, names, models, faults);
            }
        } catch (IllegalArgumentException wrong) {
            faults.add(wrong.getMessage());
        }
        return new ModelHeader(models, faults);
    }

    private static void read(HeaderClause clause, Set<String> names, List<ModelClause> models, List<String> faults) {
        try {
            Optional<ModelClause> model = ModelClause.of(clause);
            if (model.isEmpty()) {
                return; // a model for another engine
            }
            if (names.add(model.get().name())) {
                models.add(model.get());
            } else {
                faults.add("the name '" + model.get().name() + "' of the model '" + clause.path()
                        + "' is taken by another of this bundle: add name=<another name>");
            }
        } catch (IllegalArgumentException wrong) {
            faults.add(wrong.getMessage());
        }
    }
}
