package io.bouquet.tagging.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.Vector;
import io.bouquet.tagging.heads.TextHeadTrainer.Example;
import io.bouquet.tagging.heads.TextHeadTrainer.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextHeadTrainerTest {
    private static final int DIMENSION = 24;
    private static final List<String> LABELS = List.of("sport", "trade", "weather");

    @Test
    void learnsLabelsOfVectorsInClouds() throws InterruptedException {
        TextHead head =
                TextHeadTrainer.train(clouds(1, 0.6), Options.few("categories", "toy"), (step, done, total) -> {});

        assertThat(accuracy(head, clouds(2, 0.6))).isGreaterThan(0.9);
    }

    @Test
    void itsProbabilitiesAreAsOftenRightAsTheySay() throws InterruptedException {
        TextHead head =
                TextHeadTrainer.train(clouds(1, 2), Options.few("categories", "toy"), (step, done, total) -> {});
        List<Example> unseen = clouds(3, 2);

        double said = 0;
        for (Example example : unseen) {
            double[] probabilities = head.probabilities(example.vector(), "");
            said += Arrays.stream(probabilities).max().orElseThrow();
        }
        assertThat(said / unseen.size()).isBetween(accuracy(head, unseen) - 0.12, accuracy(head, unseen) + 0.12);
    }

    @Test
    void theSameExamplesMakeTheSameBytesAndTheBytesMakeTheSameHead() throws InterruptedException {
        byte[] once = TextHeadTrainer.train(clouds(1, 1), Options.few("categories", "toy"), (step, done, total) -> {})
                .bytes();
        byte[] twice = TextHeadTrainer.train(clouds(1, 1), Options.few("categories", "toy"), (step, done, total) -> {})
                .bytes();

        assertThat(once).isEqualTo(twice).hasSizeLessThan(2_000);
        assertThat(read(once).labels()).isEqualTo(LABELS);
        assertThat(read(once).encoder()).isEqualTo("toy");
    }

    @Test
    void tagsAreIndependent() throws InterruptedException {
        List<Example> examples = new ArrayList<>();
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            float[] vector = noise(random, 0.3);
            List<String> tags = new ArrayList<>();
            for (int tag = 0; tag < LABELS.size(); tag++) {
                if (random.nextBoolean()) {
                    vector[tag] += 2;
                    tags.add(LABELS.get(tag));
                }
            }
            examples.add(new Example(Vector.of(vector), "", tags, 1));
        }
        TextHead head = TextHeadTrainer.train(examples, Options.few("tags", "toy"), (step, done, total) -> {});

        float[] both = new float[DIMENSION];
        both[0] = 2;
        both[2] = 2;
        double[] probabilities = head.probabilities(Vector.of(both), "");
        assertThat(probabilities[0]).isGreaterThan(0.8);
        assertThat(probabilities[1]).isLessThan(0.2);
        assertThat(probabilities[2]).isGreaterThan(0.8);
    }

    @Test
    void aDescriptionIsEnoughForACategory() {
        float[] sport = new float[DIMENSION];
        sport[3] = 1;
        float[] trade = new float[DIMENSION];
        trade[4] = 1;
        TextHead head = TextHeadTrainer.describe(
                "categories", "toy", Map.of("sport", Vector.of(sport), "trade", Vector.of(trade)));

        assertThat(head.probabilities(Vector.of(trade), "")[head.labels().indexOf("trade")])
                .isGreaterThan(0.9);
    }

    @Test
    void refusesOneLabelAndVectorsOfTwoSizes() {
        Example one = new Example(Vector.of(1, 2), "", List.of("a"), 1);
        Example other = new Example(Vector.of(1, 2, 3), "", List.of("b"), 1);

        assertThatThrownBy(() ->
                        TextHeadTrainer.train(List.of(one, one), Options.few("categories", "toy"), (s, d, t) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the texts have the labels [a]; give texts of at least two labels");
        assertThatThrownBy(() ->
                        TextHeadTrainer.train(List.of(one, other), Options.few("categories", "toy"), (s, d, t) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a vector of 3 numbers, another one of 2");
    }

    private static TextHead read(byte[] bytes) {
        try {
            return TextHead.read(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Example> clouds(long seed, double noise) {
        Random random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int label = i % LABELS.size();
            float[] vector = noise(random, noise);
            vector[label] += 2;
            examples.add(new Example(Vector.of(vector), "", List.of(LABELS.get(label)), 1));
        }
        return examples;
    }

    private static float[] noise(Random random, double size) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (random.nextGaussian() * size);
        }
        return vector;
    }

    private static double accuracy(TextHead head, List<Example> examples) {
        int right = 0;
        for (Example example : examples) {
            double[] p = head.probabilities(example.vector(), "");
            int best = 0;
            for (int i = 1; i < p.length; i++) {
                best = p[i] > p[best] ? i : best;
            }
            right += head.labels().get(best).equals(example.labels().get(0)) ? 1 : 0;
        }
        return right / (double) examples.size();
    }
}
