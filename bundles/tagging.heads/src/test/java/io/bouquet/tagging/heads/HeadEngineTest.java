package io.bouquet.tagging.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.Vector;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.spi.Tagger;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeadEngineTest {
    private static final byte[] HEAD = TextHeadTrainer.describe(
                    "sentiment", "toy", Map.of("positive", Vector.of(1, 0), "negative", Vector.of(0, 1)))
            .bytes();

    @Test
    void labelsATextAndItsSentencesWithAllProbabilities() throws Exception {
        Tagger tagger = tagger("sentiment", HEAD);
        tagger.load();

        List<Annotation> sentiment =
                tagger.tag(text("toy", Vector.of(1, 0), Vector.of(0, 1))).get(Layers.SENTIMENT);

        assertThat(sentiment).extracting(Annotation::label).containsExactly("positive", "negative");
        assertThat(sentiment.get(0).score()).isGreaterThan(0.9);
        assertThat(sentiment.get(0).attributes()).containsOnlyKeys("positive", "negative");
    }

    @Test
    void refusesVectorsOfAnotherEncoder() throws Exception {
        Tagger tagger = tagger("sentiment", HEAD);
        tagger.load();

        assertThatThrownBy(() -> tagger.tag(text("other", Vector.of(1, 0))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("vectors of the encoder 'toy', but these are of 'other'");
    }

    @Test
    void refusesVectorsOfAnotherSize() throws Exception {
        Tagger tagger = tagger("sentiment", HEAD);
        tagger.load();

        assertThatThrownBy(() -> tagger.tag(text("toy", Vector.of(1, 0, 0))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("vectors of 2 numbers, but the encoder 'toy' gave 3");
    }

    @Test
    void refusesADamagedFile() {
        byte[] damaged = HEAD.clone();
        damaged[damaged.length / 2] ^= 1;

        assertThatThrownBy(() -> tagger("sentiment", damaged).load())
                .hasMessage(
                        "'model/mood.head' is no sentiment head that can serve: it is damaged: its checksum differs;"
                                + " train or fetch it again");
    }

    @Test
    void refusesAFileThatIsCutAndOneThatIsNoHead() {
        assertThatThrownBy(() -> tagger("sentiment", new byte[5]).load()).hasMessageContaining("too few for a head");
        assertThatThrownBy(() -> tagger("sentiment", new byte[500]).load())
                .hasMessageContaining("it is no file of a head");
    }

    @Test
    void refusesAHeadOfAnotherKind() {
        assertThatThrownBy(() -> tagger("categories", HEAD).load())
                .hasMessageContaining("it is a head of the kind 'sentiment'");
        assertThatThrownBy(() -> tagger("entities", HEAD).load()).hasMessageContaining("does not label tokens");
    }

    @Test
    void headsOfEntitiesNeedStates() {
        assertThat(new HeadEngine().plan(declaration("entities")).requires())
                .containsExactly(Layers.SENTENCES, Layers.TOKENS, Layers.STATES);
    }

    private static Tagger tagger(String kind, byte[] bytes) {
        return new HeadEngine().tagger(declaration(kind), new ModelFiles() {
            @Override
            public InputStream open(String path) {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public @Nullable Path dataFile(String name) {
                return null;
            }
        });
    }

    private static ModelDeclaration declaration(String kind) {
        return new ModelDeclaration("model/mood.head", "head", kind, "mood", List.of("en"), List.of(), Map.of());
    }

    private static AnnotatedText text(String encoder, Vector... vectors) {
        String text = "good";
        List<Annotation> embeddings = Arrays.stream(vectors)
                .map(vector ->
                        new Annotation(Span.of(text), "text", Double.NaN, Map.of(Layers.ENCODER, encoder), vector))
                .toList();
        return new AnnotatedText(text, "en", Layers.of(Layers.EMBEDDINGS, embeddings));
    }
}
