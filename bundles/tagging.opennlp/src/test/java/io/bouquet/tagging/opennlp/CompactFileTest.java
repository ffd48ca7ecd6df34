package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.spi.Tagger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file of a compact model is whole and of its model, or it is made anew. */
class CompactFileTest {
    private static final AnnotatedText TEXT = new AnnotatedText("Mr. One is here. Two is there.", "en");

    @TempDir
    Path folder;

    private Path file;
    private byte[] model;

    @BeforeEach
    void read() throws IOException {
        file = folder.resolve("sentences-en.compact");
        model = bytes(Models.SENTENCES_EN);
    }

    @Test
    void mapsWhatAnEarlierLoadHasKept() throws IOException {
        ModelSource first = load(model);
        assertThat(first.table().orElseThrow().isDirect()).isTrue();
        byte[] kept = Files.readAllBytes(file);
        ModelSource second = load(model);
        assertThat(second.file()).isEqualTo(first.file()).hasSizeLessThan(model.length);
        assertThat(second.table()).isEqualTo(first.table());
        assertThat(sentences(second)).isEqualTo(sentences(ModelSource.plain(model)));
        assertThat(Files.readAllBytes(file)).isEqualTo(kept);
        assertThat(files()).containsExactly(file);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void unmapsTheFileOnceItsTaggerIsGarbage() throws IOException {
        Tagger[] tagger = {ModelKind.SENTENCES.load(load(model), "sentences", List.of("en"))};
        assertThat(isMapped()).isTrue();
        assertThat(tagger[0].tag(TEXT).get("sentences")).isNotEmpty();
        tagger[0] = null;
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return !isMapped();
        });
    }

    private boolean isMapped() throws IOException {
        return Files.readString(Path.of("/proc/self/maps")).contains(file.toString());
    }

    @Test
    void makesADamagedFileAnewWhereverTheDamageIs() throws IOException {
        load(model);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at = at < 100 ? at + 1 : at + 997) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            load(model);
            assertThat(Files.readAllBytes(file)).as("damaged at %d", at).isEqualTo(whole);
        }
        for (int length : List.of(0, 1, 40, 70, 200, whole.length / 2, whole.length - 1)) {
            Files.write(file, Arrays.copyOf(whole, length));
            load(model);
            assertThat(Files.readAllBytes(file)).as("cut to %d", length).isEqualTo(whole);
        }
    }

    @Test
    void makesTheFileOfAnotherModelAnew() throws IOException {
        load(bytes(Models.SENTENCES_DE));
        byte[] german = Files.readAllBytes(file);
        ModelSource english = load(model);
        assertThat(Files.readAllBytes(file)).isNotEqualTo(german);
        assertThat(sentences(english)).isEqualTo(sentences(ModelSource.plain(model)));
    }

    @Test
    void deletesWhatAKilledProcessLeft() throws IOException {
        Files.writeString(folder.resolve("sentences-en.compact123.part"), "half");
        load(model);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void staysInMemoryWhereNothingCanBeWritten() throws IOException {
        Path none = Files.writeString(folder.resolve("file"), "no folder").resolve("sentences-en.compact");
        ModelSource source = new CompactFile(none, () -> new ByteArrayInputStream(model)).load();
        assertThat(sentences(source)).isEqualTo(sentences(ModelSource.plain(model)));
        assertThat(sentences(new CompactFile(null, () -> new ByteArrayInputStream(model)).load()))
                .isEqualTo(sentences(source));
    }

    @Test
    void leavesToOpenNlpWhatHasNoCompactForm() throws IOException {
        byte[] other = "no model".getBytes(StandardCharsets.US_ASCII);
        ModelSource source = load(other);
        assertThat(source.table()).isEmpty();
        assertThat(source.file()).isEqualTo(other);
        assertThat(files()).isEmpty();
    }

    private ModelSource load(byte[] bytes) throws IOException {
        return new CompactFile(file, () -> new ByteArrayInputStream(bytes)).load();
    }

    private static List<Annotation> sentences(ModelSource source) throws IOException {
        return ModelKind.SENTENCES
                .load(source, "sentences", List.of("en"))
                .tag(TEXT)
                .get("sentences");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Models.open(name)) {
            return in.readAllBytes();
        }
    }
}
