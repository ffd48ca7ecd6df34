package io.bouquet.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    @TempDir
    Path folder;

    @Test
    void seesWhatWasAddedChangedAndDeleted() throws Exception {
        Path source = Files.createDirectories(folder.resolve("src/a"));
        Path kept = Files.writeString(source.resolve("Kept.java"), "1");
        Path changed = Files.writeString(source.resolve("Changed.java"), "1");
        Path deleted = Files.writeString(source.resolve("Deleted.java"), "1");
        List<Path> roots = List.of(folder.resolve("src"), folder.resolve("pom.xml"));
        Snapshot before = Snapshot.of(roots);
        assertThat(before.files()).containsOnlyKeys(kept, changed, deleted);

        Files.writeString(changed, "22");
        Files.delete(deleted);
        Path added = Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.writeString(source.resolve(".Kept.java.swp"), "");
        Files.writeString(source.resolve("Kept.java~"), "");
        Snapshot after = Snapshot.of(roots);
        assertThat(after.since(before)).containsExactlyInAnyOrder(changed, deleted, added);
        assertThat(after.in(folder.resolve("src"))).containsOnlyKeys("a/Kept.java", "a/Changed.java");
        assertThat(after.since(after)).isEmpty();
    }
}
