package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTaggerTest {
    private final OpenNlpEngine engine = new OpenNlpEngine();

    @TempDir
    Path data;

    @Test
    void tagsAsItsModelSaysAndKeepsTheCompactForm() throws Exception {
        Tagger tagger = tagger(model());
        assertThat(data.resolve("sentences-en.compact")).doesNotExist();
        tagger.load();
        assertThat(data.resolve("sentences-en.compact")).exists();
        assertThat(sentences(tagger)).isEqualTo(2);
    }

    @Test
    void saysOfABrokenModelWhatIsWrongWhenItIsLoaded() throws Exception {
        byte[] model = model();
        byte[] garbled = model.clone();
        for (int i = 100; i < garbled.length; i += 7) {
            garbled[i] ^= 0x55;
        }
        for (byte[] broken : List.of(new byte[0], Arrays.copyOf(model, model.length / 2), garbled)) {
            Tagger tagger = tagger(broken);
            assertThatThrownBy(tagger::load)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'m.bin' is no sentences model that OpenNLP can read");
            assertThatThrownBy(() -> tagger.tag(new AnnotatedText("One.", "en")))
                    .hasMessage("the model 'm.bin' is not loaded");
        }
    }

    @Test
    void dropsAnIdleModelAndReadsItAgainWhenItIsNeeded() throws Exception {
        ModelTagger tagger = (ModelTagger) tagger(model());
        tagger.load();
        tagger.dropIfIdle(Duration.ofHours(1).toNanos());
        assertThat(tagger.isInMemory()).isTrue();
        tagger.dropIfIdle(0);
        assertThat(tagger.isInMemory()).isFalse();
        assertThat(sentences(tagger)).isEqualTo(2);
        assertThat(tagger.isInMemory()).isTrue();
    }

    @Test
    void readsADroppedModelAgainAlsoIfItsCompactFormIsDamaged() throws Exception {
        ModelTagger tagger = (ModelTagger) tagger(model());
        tagger.load();
        tagger.dropIfIdle(0);
        Files.write(data.resolve("sentences-en.compact"), new byte[100]);
        assertThat(sentences(tagger)).isEqualTo(2);
    }

    @Test
    void failsWithItsReasonIfADroppedModelIsGone() throws Exception {
        AtomicBoolean gone = new AtomicBoolean();
        byte[] model = model();
        ModelTagger tagger = (ModelTagger) engine.tagger(declaration("sentences", "en"), new ModelFiles() {
            @Override
            public InputStream open(String path) throws IOException {
                if (gone.get()) {
                    throw new IOException("the disk is gone");
                }
                return new ByteArrayInputStream(model);
            }

            @Override
            public @Nullable Path dataFile(String name) {
                return null;
            }
        });
        tagger.load();
        tagger.dropIfIdle(0);
        gone.set(true);
        assertThatThrownBy(() -> sentences(tagger))
                .hasMessageContaining("'m.bin' was dropped")
                .hasMessageContaining("the disk is gone");
        gone.set(false);
        assertThat(sentences(tagger)).isEqualTo(2);
    }

    @Test
    void threadsMayTagWhileTheModelIsDropped() throws Exception {
        ModelTagger tagger = (ModelTagger) tagger(model());
        tagger.load();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                counts.add(threads.submit(() -> {
                    long sentences = 0;
                    for (int i = 0; i < 50; i++) {
                        sentences += sentences(tagger);
                        tagger.dropIfIdle(0);
                    }
                    return sentences;
                }));
            }
            for (Future<Long> count : counts) {
                assertThat(count.get()).isEqualTo(100);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theEngineDropsModelsThatNobodyNeeds() throws Exception {
        OpenNlpEngine dropping = new OpenNlpEngine(config(1));
        try {
            ModelTagger tagger = (ModelTagger) tagger(dropping, model());
            tagger.load();
            await().atMost(Duration.ofSeconds(20)).until(() -> !tagger.isInMemory());
            assertThat(sentences(tagger)).isEqualTo(2);
        } finally {
            dropping.stop();
        }
    }

    private static OpenNlpEngine.Config config(int idleSeconds) {
        return new OpenNlpEngine.Config() {
            @Override
            public int idleSeconds() {
                return idleSeconds;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return OpenNlpEngine.Config.class;
            }
        };
    }

    private static int sentences(Tagger tagger) {
        return tagger.tag(new AnnotatedText("One is here. Two is there.", "en"))
                .get("sentences")
                .size();
    }

    @Test
    void plansWhatATaggerReadsAndAdds() {
        assertThat(engine.plan(declaration("pos", "en")))
                .isEqualTo(new ModelPlan(List.of("sentences", "tokens"), List.of("pos")));
        assertThat(engine.plan(declaration("language", ""))).isEqualTo(new ModelPlan(List.of(), List.of("language")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.plan(declaration("tokens", "")))
                .withMessageContaining("add language=");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.plan(declaration("categories", "")))
                .withMessageContaining("add layers=");
    }

    private Tagger tagger(byte[] model) {
        return tagger(engine, model);
    }

    private Tagger tagger(OpenNlpEngine engine, byte[] model) {
        return engine.tagger(declaration("sentences", "en"), new ModelFiles() {
            @Override
            public InputStream open(String path) {
                return new ByteArrayInputStream(model);
            }

            @Override
            public Path dataFile(String name) {
                return data.resolve(name);
            }
        });
    }

    private static ModelDeclaration declaration(String kind, String language) {
        List<String> languages = language.isEmpty() ? List.of() : List.of(language);
        String name = kind + (language.isEmpty() ? "" : "-" + language);
        return new ModelDeclaration("m.bin", "opennlp", kind, name, languages, List.of(), Map.of());
    }

    private static byte[] model() throws IOException {
        try (InputStream in = Models.open(Models.SENTENCES_EN)) {
            return in.readAllBytes();
        }
    }
}
