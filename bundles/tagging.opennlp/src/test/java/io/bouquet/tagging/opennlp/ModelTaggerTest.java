package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        assertThat(tagger.tag(new AnnotatedText("One is here. Two is there.", "en"))
                        .get("sentences"))
                .extracting(Annotation::span)
                .hasSize(2);
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
