package io.bouquet.tagging.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.Vector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EncoderTest {
    private static final int LIMIT_SECONDS = 120;

    private final SequenceModel small =
            model(Samples.ENCODER, Samples.TOKENIZER, Pooling.MEAN, 8, Duration.ofMinutes(5));
    private final Encoder tiny = new Encoder("tiny", "", small);

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void makesOneVectorForTheTextAndEachSentenceAndOneForEachToken() {
        Layers layers = tiny.tag(Samples.text("Good film. Bad film."));
        List<Annotation> embeddings = layers.get(Layers.EMBEDDINGS);
        assertThat(embeddings).extracting(Annotation::label).containsExactly("text", "sentence", "sentence");
        assertThat(embeddings)
                .extracting(Annotation::span)
                .containsExactly(new Span(0, 20), new Span(0, 10), new Span(11, 20));
        assertThat(embeddings).allSatisfy(embedding -> {
            assertThat(embedding.attributes()).isEqualTo(Map.of(Layers.ENCODER, "tiny"));
            assertThat(length(embedding.vector())).isCloseTo(1, within(1e-6));
        });
        List<Annotation> states = layers.get(Layers.STATES);
        assertThat(states).hasSize(6).allMatch(state -> state.label().equals("tiny"));
        // the row of "film", the sixth piece of the vocabulary
        assertThat(states.get(1).vector().toArray()).containsExactly(new float[] {0, 0, 1.6f, 0}, within(0.01f));
    }

    @Test
    void givesATokenTheMeanOfItsPieces() {
        AnnotatedText text = Samples.text("Ada Lovelace");
        // "love" is the row 8, "##lace" the row 9
        assertThat(tiny.tag(text).get(Layers.STATES).get(1).vector().toArray())
                .containsExactly(new float[] {0.9f, 0.95f, 0, 0}, within(0.01f));
    }

    @Test
    void poolsTheFirstPieceOrTheMean() {
        try (Encoder cls = new Encoder(
                "tiny", "", model(Samples.ENCODER, Samples.TOKENIZER, Pooling.CLS, 8, Duration.ofMinutes(5)))) {
            assertThat(cls.tag(Samples.text("good"))
                            .get(Layers.EMBEDDINGS)
                            .get(1)
                            .vector()
                            .toArray())
                    .containsExactly(new float[] {0, 0, 1, 0}, within(1e-6f));
        }
        // [CLS] 1.2 in the third number, "good" 1.4 in the first, [SEP] 1.3 in the fourth
        float length = (float) Math.sqrt(1.2 * 1.2 + 1.4 * 1.4 + 1.3 * 1.3);
        assertThat(tiny.tag(Samples.text("good"))
                        .get(Layers.EMBEDDINGS)
                        .get(1)
                        .vector()
                        .toArray())
                .containsExactly(new float[] {1.4f / length, 0, 1.2f / length, 1.3f / length}, within(1e-5f));
    }

    @Test
    void readsLongSentencesInWindows() {
        Layers layers = tiny.tag(Samples.text("good bad film ada london in was ".repeat(40)));
        assertThat(layers.get(Layers.STATES)).hasSize(280);
        assertThat(layers.get(Layers.STATES).get(279).vector().toArray())
                .containsExactly(new float[] {2.2f, 0, 0, 0}, within(0.02f));
        assertThat(length(layers.get(Layers.EMBEDDINGS).get(1).vector())).isCloseTo(1, within(1e-6));
    }

    @Test
    void readsAnyText() {
        for (String text :
                List.of("", " ", "\uD83D\uDE00 good \uD83D\uDE00", "\uD800 bad", "a\u0000b", "x".repeat(50_000))) {
            Layers layers = tiny.tag(Samples.text(text));
            assertThat(layers.get(Layers.STATES))
                    .hasSameSizeAs(Samples.text(text).layer(Layers.TOKENS));
        }
        // the offsets of pieces after an emoji are right
        Layers layers = tiny.tag(Samples.text("\uD83D\uDE00\uD83D\uDE00 good"));
        List<Annotation> states = layers.get(Layers.STATES);
        assertThat(states.get(states.size() - 1).vector().get(0)).isCloseTo(1.4f, within(0.01f));
    }

    @Test
    void givesTokensOutsideOfSentencesTheirVectors() {
        AnnotatedText text = new AnnotatedText(
                "good film",
                "en",
                Layers.of(Layers.TOKENS, Samples.text("good film").layer(Layers.TOKENS)));
        Layers layers = tiny.tag(text);
        assertThat(layers.get(Layers.EMBEDDINGS)).isEmpty();
        assertThat(layers.get(Layers.STATES)).hasSize(2);
    }

    @Test
    void answersManyTextsAsItAnswersEachAlone() {
        List<AnnotatedText> texts = List.of(
                Samples.text("Good film. Bad film."), Samples.text(""), Samples.text("Ada Lovelace was in London."));
        assertThat(tiny.tagAll(texts)).isEqualTo(texts.stream().map(tiny::tag).toList());
    }

    @Test
    void unloadsAnIdleModelAndLoadsItAgain() {
        SequenceModel model = model(Samples.ENCODER, Samples.TOKENIZER, Pooling.MEAN, 8, Duration.ofMillis(50));
        try (Encoder encoder = new Encoder("tiny", "", model)) {
            Layers before = encoder.tag(Samples.text("good"));
            assertThat(model.isOpen()).isTrue();
            await().until(() -> !model.isOpen());
            assertThat(encoder.tag(Samples.text("good"))).isEqualTo(before);
        }
    }

    @Test
    void refusesTextsAfterClosing() {
        tiny.tag(Samples.text("good"));
        tiny.close();
        assertThatThrownBy(() -> tiny.tag(Samples.text("good"))).hasMessage("the model is closed");
    }

    @Test
    void putsSentencesOfOneMeaningTogether() {
        try (Encoder bge = new Encoder("bge", Samples.BGE, Samples.BGE_TOKENIZER, Pooling.CLS, 256, "")) {
            List<Annotation> sentences = bge.tag(
                            Samples.text(
                                    "A cat sits on the mat. A kitten is lying on the carpet. Shares of the bank fell on Friday."))
                    .get(Layers.EMBEDDINGS);
            Vector cat = sentences.get(1).vector();
            assertThat(cat.size()).isEqualTo(384);
            assertThat(cat.cosine(sentences.get(2).vector()))
                    .isGreaterThan(cat.cosine(sentences.get(3).vector()) + 0.1);
        }
    }

    @Test
    void statesOfAnInnerLayerAreOthersAndSayWhichTheyAre() {
        String layer = "/encoder/layer.5/output/LayerNorm/Add_1_output_0";
        AnnotatedText text = Samples.text("A cat sits on the mat.");
        try (Encoder outer = new Encoder("bge", Samples.BGE, Samples.BGE_TOKENIZER, Pooling.CLS, 256, "");
                Encoder inner = new Encoder("bge", Samples.BGE, Samples.BGE_TOKENIZER, Pooling.CLS, 256, layer)) {
            Layers last = outer.tag(text);
            Layers fifth = inner.tag(text);
            assertThat(fifth.get(Layers.EMBEDDINGS)).isEqualTo(last.get(Layers.EMBEDDINGS));
            assertThat(fifth.get(Layers.STATES).get(1).label()).isEqualTo("bge" + layer);
            assertThat(fifth.get(Layers.STATES)
                            .get(1)
                            .vector()
                            .cosine(last.get(Layers.STATES).get(1).vector()))
                    .isLessThan(0.9);
        }
    }

    @Test
    void refusesAnInnerLayerThatTheModelDoesNotHave() {
        try (Encoder wrong = new Encoder("bge", Samples.BGE, Samples.BGE_TOKENIZER, Pooling.CLS, 256, "/layer.99")) {
            assertThatThrownBy(wrong::load).isInstanceOf(IOException.class).hasMessageContaining("/layer.99");
        }
    }

    @Test
    void answersAShortTextWhileALongOneRuns() throws Exception {
        try (Encoder bge = new Encoder(
                "bge", "", model(Samples.BGE, Samples.BGE_TOKENIZER, Pooling.CLS, 256, Duration.ofMinutes(5)))) {
            bge.tag(Samples.text("Ready."));
            AnnotatedText many = Samples.text("A long text has a lot of sentences. ".repeat(1_000));
            CompletableFuture<Layers> running = CompletableFuture.supplyAsync(() -> bge.tag(many));
            for (int i = 0; i < 3; i++) {
                bge.tag(Samples.text("A short one."));
            }
            assertThat(running).isNotDone();
            assertThat(running.get(LIMIT_SECONDS, TimeUnit.SECONDS).get(Layers.EMBEDDINGS))
                    .hasSize(1_001);
        }
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() throws Exception {
        try (Encoder bge = new Encoder(
                "bge", "", model(Samples.BGE, Samples.BGE_TOKENIZER, Pooling.CLS, 256, Duration.ofMinutes(5)))) {
            bge.tag(Samples.text("Ready."));
            AnnotatedText many = Samples.text("A long text has a lot of sentences. ".repeat(5_000));
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    bge.tag(many);
                    end.complete(new AssertionError("it ended"));
                } catch (CancellationException stopped) {
                    end.complete(Thread.currentThread().isInterrupted() ? stopped : new AssertionError("flag cleared"));
                }
            });
            caller.start();
            await().until(() -> caller.getState() == Thread.State.WAITING);
            caller.interrupt();
            assertThat(end.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("the request's time is up");
            assertThat(bge.tag(Samples.text("Still there.")).get(Layers.EMBEDDINGS))
                    .hasSize(2);
        }
    }

    private static SequenceModel model(OpenFile model, OpenFile tokenizer, Pooling pooling, int window, Duration idle) {
        return new SequenceModel(
                "test", model, tokenizer, SequenceSettings.of(pooling, window, 3), new EngineSettings(1, 2, 512, idle));
    }

    private static double length(Vector vector) {
        double squares = 0;
        for (float number : vector.toArray()) {
            squares += number * number;
        }
        return Math.sqrt(squares);
    }
}
