package io.bouquet.tagging.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.Vector;
import io.bouquet.tagging.heads.SequenceHead.Found;
import io.bouquet.tagging.heads.SequenceHeadTrainer.Example;
import io.bouquet.tagging.heads.SequenceHeadTrainer.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceHeadTrainerTest {
    private static final List<String> NAMES = List.of("Ada", "Grace", "Alan", "Mary");
    private static final List<String> PLACES = List.of("Rome", "Oslo", "Lima", "Bonn");
    private static final List<String> OTHERS = List.of("met", "in", "saw", "today", "the", "old", "friend");

    @Test
    void findsSpansOfUnseenSentences() throws InterruptedException, IOException {
        SequenceHead head = SequenceHead.read(
                SequenceHeadTrainer.train(sentences(1), Options.few("entities", "toy"), (step, done, total) -> {})
                        .bytes());

        int right = 0;
        List<Example> unseen = sentences(2);
        for (Example example : unseen) {
            List<Found> found = head.find(example.tokens(), example.states()).stream()
                    .map(span -> new Found(span.begin(), span.end(), span.label(), 1))
                    .toList();
            right += found.equals(example.spans()) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(unseen.size() * 9 / 10);
    }

    @Test
    void theSameSentencesMakeTheSameBytes() throws InterruptedException {
        List<Example> few = sentences(1).subList(0, 20);
        byte[] once = SequenceHeadTrainer.train(few, Options.few("entities", "toy"), (step, done, total) -> {})
                .bytes();
        byte[] twice = SequenceHeadTrainer.train(few, Options.few("entities", "toy"), (step, done, total) -> {})
                .bytes();

        assertThat(once).isEqualTo(twice);
    }

    @Test
    void refusesSentencesWithoutSpans() {
        Example plain = new Example(List.of("the"), List.of(Vector.of(1, 0)), List.of());

        assertThatThrownBy(() ->
                        SequenceHeadTrainer.train(List.of(plain), Options.few("entities", "toy"), (s, d, t) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("none of the 1 sentences has a span to learn from; give sentences with labelled spans");
    }

    /** Sentences in which names have one or two tokens. */
    private static List<Example> sentences(long seed) {
        Random random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            List<String> tokens = new ArrayList<>();
            List<Vector> states = new ArrayList<>();
            List<Found> spans = new ArrayList<>();
            for (int part = 0; part < 6; part++) {
                int begin = tokens.size();
                switch (random.nextInt(4)) {
                    case 0 -> {
                        for (int n = 1 + random.nextInt(2); n > 0; n--) {
                            add(tokens, states, NAMES.get(random.nextInt(4)), 1, random);
                        }
                        spans.add(new Found(begin, tokens.size(), "person", 1));
                    }
                    case 1 -> {
                        add(tokens, states, PLACES.get(random.nextInt(4)), 2, random);
                        spans.add(new Found(begin, begin + 1, "location", 1));
                    }
                    default -> {}
                }
                add(tokens, states, OTHERS.get(random.nextInt(OTHERS.size())), 0, random);
            }
            examples.add(new Example(tokens, states, spans));
        }
        return examples;
    }

    private static void add(List<String> tokens, List<Vector> states, String token, int kind, Random random) {
        float[] state = new float[12];
        for (int i = 0; i < state.length; i++) {
            state[i] = (float) random.nextGaussian() * 0.3f;
        }
        state[kind] += 2;
        tokens.add(token);
        states.add(Vector.compressed(state));
    }
}
