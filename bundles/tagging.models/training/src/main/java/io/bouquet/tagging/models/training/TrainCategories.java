package io.bouquet.tagging.models.training;

import io.bouquet.tagging.opennlp.ReproducibleModel;
import io.bouquet.tagging.opennlp.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import opennlp.tools.doccat.BagOfWordsFeatureGenerator;
import opennlp.tools.doccat.DoccatFactory;
import opennlp.tools.doccat.DocumentCategorizerME;
import opennlp.tools.doccat.DocumentSample;
import opennlp.tools.doccat.FeatureGenerator;
import opennlp.tools.ml.maxent.quasinewton.QNTrainer;
import opennlp.tools.util.ObjectStreamUtils;
import opennlp.tools.util.TrainingParameters;

/** Trains a model of categories from a file with a category, a tab and a text on each line. */
public final class TrainCategories {
    private TrainCategories() {}

    /** {@code <samples.tsv> <language> <model.bin>}. */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("usage: <samples.tsv> <language> <model.bin>");
        }
        List<DocumentSample> samples = read(Path.of(args[0]));
        TrainingParameters parameters = new TrainingParameters();
        parameters.put(TrainingParameters.ALGORITHM_PARAM, QNTrainer.MAXENT_QN_VALUE);
        parameters.put(TrainingParameters.ITERATIONS_PARAM, 100);
        parameters.put(TrainingParameters.CUTOFF_PARAM, 0);
        DoccatFactory factory = new DoccatFactory(new FeatureGenerator[] {new BagOfWordsFeatureGenerator()});
        Path model = Path.of(args[2]);
        Files.createDirectories(model.toAbsolutePath().getParent());
        Files.write(
                model,
                ReproducibleModel.bytes(DocumentCategorizerME.train(
                        args[1], ObjectStreamUtils.createObjectStream(samples), parameters, factory)));
    }

    private static List<DocumentSample> read(Path file) throws IOException {
        List<DocumentSample> samples = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int tab = line.indexOf('\t');
            List<String> words = tab > 0 ? Words.of(line.substring(tab + 1)) : List.of();
            if (words.isEmpty()) {
                throw new IllegalArgumentException(
                        file + ", line " + (i + 1) + ": '" + line + "' is not a category, a tab and a text");
            }
            samples.add(new DocumentSample(line.substring(0, tab), words.toArray(String[]::new)));
        }
        return samples;
    }
}
