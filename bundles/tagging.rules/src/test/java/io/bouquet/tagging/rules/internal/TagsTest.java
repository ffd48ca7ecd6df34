package io.bouquet.tagging.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagsTest {
    private static final String TEXT = "Siemens installs PV modules. Photovoltaics is what Siemens sells.";

    @TempDir
    private Path folder;

    private static List<String> shown(Layers tags) {
        return tags.get(Layers.TAGS).stream()
                .map(tag -> tag.label() + " " + Math.round(tag.score() * 100) + " "
                        + tag.attributes().get(Tags.WHY))
                .toList();
    }

    @Test
    void saysWhyAndCountsReasonsTogether() throws IOException {
        Files.writeString(folder.resolve("energy.txt"), "# ours\nsolar energy: photovoltaics, PV\nwind power\n");
        AnnotatedText text = new AnnotatedText(TEXT, "en")
                .with(Layers.of(
                                Layers.ENTITIES,
                                List.of(
                                        new Annotation(new Span(0, 7), "organisation"),
                                        new Annotation(new Span(51, 58), "organisation")))
                        .with(
                                Layers.KEYPHRASES,
                                List.of(
                                        new Annotation(new Span(0, 7), "Siemens", 0.5),
                                        new Annotation(new Span(17, 27), "PV modules", 1, Map.of()))));
        assertThat(shown(Tags.of(text, new Vocabularies(folder).words())))
                .containsExactly(
                        "Siemens 80 organisation (2 times); key phrase (0.50)",
                        "solar energy 85 vocabulary energy: PV; vocabulary energy: Photovoltaics",
                        "PV modules 65 key phrase (1.00)");
    }

    @Test
    void readsAVocabularyAgainWhenItChanges() throws IOException {
        Path file = folder.resolve("energy.txt");
        Vocabularies vocabularies = new Vocabularies(folder);
        AnnotatedText text = new AnnotatedText(TEXT, "fr");
        assertThat(shown(Tags.of(text, vocabularies.words()))).isEmpty();
        Files.writeString(file, "solar: pv");
        vocabularies.poll();
        assertThat(shown(Tags.of(text, vocabularies.words()))).containsExactly("solar 70 vocabulary energy: PV");
        Files.writeString(file, "sun: pv");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        vocabularies.poll();
        assertThat(shown(Tags.of(text, vocabularies.words()))).containsExactly("sun 70 vocabulary energy: PV");
        Files.delete(file);
        vocabularies.poll();
        assertThat(vocabularies.words().size()).isZero();
    }

    @Test
    void leavesOutAWordThatIsTooLongAndAFileThatIsNoText() throws IOException {
        Files.writeString(folder.resolve("long.txt"), "a: " + "b ".repeat(30) + ", c");
        Files.write(folder.resolve("binary.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(new Vocabularies(folder).words().size()).isEqualTo(2);
    }
}
