package io.bouquet.tagging.heads;

import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives texts labels by their vectors. Thread-safe. */
public final class TextHead extends Head {
    static final String SENTIMENT = Layers.SENTIMENT;
    static final String CATEGORIES = "categories";
    static final String TAGS = "tags";

    private static final String TEMPERATURE = "temperature";
    private static final String PRAISE = "praise";
    private static final String BLAME = "blame";

    private final float temperature;
    private final @Nullable OpinionWords opinions;

    private TextHead(HeadFile file, float temperature, @Nullable OpinionWords opinions) {
        super(file);
        this.temperature = temperature;
        this.opinions = opinions;
    }

    /**
     * Creates a head.
     *
     * @param temperature divides the scores of the network, so that they become probabilities
     * @param opinions    further features of sentiment; null for none
     */
    static TextHead of(
            String kind,
            String encoder,
            int dimension,
            List<String> labels,
            Network network,
            double temperature,
            @Nullable OpinionWords opinions) {
        Map<String, List<String>> words = new HashMap<>();
        if (opinions != null) {
            words.put(PRAISE, listed(opinions, 1));
            words.put(BLAME, listed(opinions, -1));
        }
        return new TextHead(
                new HeadFile(
                        kind,
                        encoder,
                        dimension,
                        Map.of(TEMPERATURE, Double.toString(temperature)),
                        List.copyOf(labels),
                        words,
                        new float[0],
                        network),
                (float) temperature,
                opinions);
    }

    /** @throws IOException if the bytes are no head for texts; the message is for the author of the model */
    public static TextHead read(byte[] bytes) throws IOException {
        HeadFile file = HeadFile.read(bytes);
        if (file.labels().isEmpty() || file.kind().equals(Layers.ENTITIES)) {
            throw new IOException("it is a head of the kind '" + file.kind() + "' and gives texts no labels");
        }
        OpinionWords opinions = null;
        if (file.words().containsKey(PRAISE)) {
            Map<String, Integer> lexicon = new HashMap<>();
            file.words().get(PRAISE).forEach(word -> lexicon.put(word, 1));
            file.words().getOrDefault(BLAME, List.of()).forEach(word -> lexicon.put(word, -1));
            opinions = new OpinionWords(lexicon);
        }
        file.requireSizes(
                file.dimension() + (opinions == null ? 0 : OpinionWords.SIZE),
                file.labels().size());
        String temperature = file.properties().getOrDefault(TEMPERATURE, "1");
        try {
            return new TextHead(file, Float.parseFloat(temperature), opinions);
        } catch (NumberFormatException wrong) {
            throw new IOException("its temperature '" + temperature + "' is no number", wrong);
        }
    }

    /** Returns the probability of each label. Those of tags are independent; those of other kinds add up to 1. */
    public double[] probabilities(Vector vector, String text) {
        float[] scores = file.network().scores(input(vector.toArray(), text, opinions));
        return file.kind().equals(TAGS) ? sigmoid(scores, temperature) : softmax(scores, temperature);
    }

    /** Returns the input of the network. */
    static float[] input(float[] vector, String text, @Nullable OpinionWords opinions) {
        if (opinions == null) {
            return vector;
        }
        float[] input = Arrays.copyOf(vector, vector.length + OpinionWords.SIZE);
        System.arraycopy(opinions.features(text), 0, input, vector.length, OpinionWords.SIZE);
        return input;
    }

    static double[] softmax(float[] scores, float temperature) {
        double most = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score / temperature);
        }
        double[] shares = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(scores[i] / temperature - most);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    static double[] sigmoid(float[] scores, float temperature) {
        double[] shares = new double[scores.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = 1 / (1 + Math.exp(-scores[i] / temperature));
        }
        return shares;
    }

    private static List<String> listed(OpinionWords opinions, int polarity) {
        List<String> words = new ArrayList<>();
        opinions.lexicon().forEach((word, value) -> {
            if (value == polarity) {
                words.add(word);
            }
        });
        return words;
    }
}
