package io.bouquet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFilesTest {
    private static final String UPDATE = "golden.update";

    @TempDir
    private Path folder;

    private final String before = System.getProperty(UPDATE, "");

    @AfterEach
    void restore() {
        System.setProperty(UPDATE, before);
    }

    private static AnnotatedText text(String label) {
        return new AnnotatedText(
                "Anna saw\nBerlin.",
                "en",
                Layers.of(
                                Layers.ENTITIES,
                                List.of(
                                        new Annotation(new Span(9, 15), "location", 0.9),
                                        new Annotation(new Span(0, 4), label, 0.8, Map.of("id", "7"))))
                        .with(Layers.SENTIMENT, List.of(new Annotation(new Span(0, 16), "neutral")))
                        .with("shouts", List.of()));
    }

    @Test
    void writesWhatPeopleCanRead() {
        System.setProperty(UPDATE, "false");
        assertThat(GoldenFiles.format(text("person"))).isEqualTo("""
                text (en)
                    Anna saw
                    Berlin.
                entities
                      0-4  [Anna]  person  id=7
                     9-15  [Berlin]  location
                sentiment
                     0-16  (all)  neutral
                shouts: none
                """);
    }

    @Test
    void showsTheLinesThatDiffer() {
        System.setProperty(UPDATE, "true");
        String file = folder.resolve("new/x.txt").toString();
        GoldenFiles.check(file, text("person"), text("person"));
        System.setProperty(UPDATE, "false");
        GoldenFiles.check(file, text("person"), text("person"));
        assertThatThrownBy(() -> GoldenFiles.check(file, text("person"), text("city")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dgolden.update=true")
                .hasMessageContaining("-       0-4  [Anna]  person  id=7\n+       0-4  [Anna]  city  id=7\n")
                .hasMessageContaining("  …\n");
    }

    @Test
    void asksForAFileThatIsMissing() {
        System.setProperty(UPDATE, "false");
        Path file = folder.resolve("missing.txt");
        assertThatThrownBy(() -> GoldenFiles.check(file.toString(), text("person")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no golden file")
                .hasMessageContaining("-Dgolden.update=true")
                .hasMessageContaining("[Anna]");
        assertThat(Files.exists(file)).isFalse();
    }
}
