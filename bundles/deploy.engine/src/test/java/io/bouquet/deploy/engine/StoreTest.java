package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Plugin.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path folder;

    /** Earlier builds wrote neither settings nor permissions, files or standby versions. */
    @Test
    void readsAPluginThatAnEarlierBuildWrote() throws IOException {
        write(
                "words/plugin.properties",
                "name=com.example.words",
                "format=JAR",
                "version=1.1.0",
                "previous=1.0.0~2,0.9.0",
                "since=2026-11-01T10\\:00\\:00Z");

        assertThat(new Store(folder).installed("com.example.words"))
                .contains(new Store.Installed(
                        "com.example.words",
                        Format.JAR,
                        new Store.Build("1.1.0", 0),
                        Optional.empty(),
                        List.of(new Store.Build("1.0.0", 2), new Store.Build("0.9.0", 0)),
                        "",
                        Instant.parse("2026-11-01T10:00:00Z"),
                        Optional.empty(),
                        List.of(),
                        Set.of()));
    }

    @Test
    void readsAChangeThatAnEarlierBuildHadBegun() throws IOException {
        write(
                "words/pending.properties",
                "id=20261101-100000-000",
                "kind=UPGRADE",
                "plugin=com.example.words",
                "format=KAR",
                "account=ada",
                "origin=words.kar",
                "from=1.0.0",
                "to=1.1.0~1",
                "sideBySide=false",
                "began=2026-11-01T10\\:00\\:00Z",
                "settings=com.example.words,words.cfg");

        assertThat(new Store(folder).pending())
                .containsExactly(new Store.Pending(
                        "20261101-100000-000",
                        Kind.UPGRADE,
                        "com.example.words",
                        Format.KAR,
                        "ada",
                        "words.kar",
                        Optional.of(new Store.Build("1.0.0", 0)),
                        Optional.of(new Store.Build("1.1.0", 1)),
                        false,
                        Instant.parse("2026-11-01T10:00:00Z"),
                        List.of("com.example.words", "words.cfg"),
                        List.of()));
    }

    private void write(String file, String... lines) throws IOException {
        Path written = folder.resolve(file);
        Files.createDirectories(written.getParent());
        Files.write(written, List.of(lines));
    }
}
