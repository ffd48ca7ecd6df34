package io.bouquet.tagging.models.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import opennlp.tools.ml.maxent.GISModel;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;
import opennlp.tools.ml.model.MaxentModel;

/** The weights of a trained model by feature and outcome, to be changed before they are written. */
final class LinearModel {
    private final String[] outcomes;
    private final Map<String, double[]> weights = new TreeMap<>();

    LinearModel(MaxentModel trained) {
        Object[] parts = ((AbstractModel) trained).getDataStructures();
        outcomes = (String[]) parts[2];
        ((Map<?, ?>) parts[1]).forEach((feature, context) -> {
            double[] row = new double[outcomes.length];
            int[] at = ((Context) context).getOutcomes();
            for (int i = 0; i < at.length; i++) {
                row[at[i]] = ((Context) context).getParameters()[i];
            }
            weights.put((String) feature, row);
        });
    }

    LinearModel scale(double factor) {
        weights.values().forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                row[i] *= factor;
            }
        });
        return this;
    }

    /** Adds the weights of {@code from}, if there are any, to those of {@code to}. */
    LinearModel add(String from, String to) {
        double[] more = weights.get(from);
        if (more != null) {
            double[] row = weights.computeIfAbsent(to, missing -> new double[outcomes.length]);
            for (int i = 0; i < row.length; i++) {
                row[i] += more[i];
            }
        }
        return this;
    }

    LinearModel remove(String feature) {
        weights.remove(feature);
        return this;
    }

    /**
     * These weights as a model that answers with probabilities. Weights below {@code least} are left out, and the
     * others rounded, for both make it smaller.
     */
    GISModel toMaxent(double least) {
        List<String> features = new ArrayList<>();
        List<Context> contexts = new ArrayList<>();
        weights.forEach((feature, row) -> {
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < row.length; i++) {
                if (Math.abs(row[i]) >= least) {
                    kept.add(i);
                }
            }
            if (!kept.isEmpty()) {
                int[] at = kept.stream().mapToInt(Integer::intValue).toArray();
                double[] values =
                        kept.stream().mapToDouble(i -> rounded(row[i])).toArray();
                features.add(feature);
                contexts.add(new Context(at, values));
            }
        });
        return new GISModel(contexts.toArray(Context[]::new), features.toArray(String[]::new), outcomes);
    }

    private static double rounded(double weight) {
        return Math.rint(weight * 1_000) / 1_000;
    }
}
