package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftUploadsTest {
    @TempDir
    Path folder;

    @Test
    void deletesWhatAnEarlierRunLeftAndNothingElse() throws Exception {
        Instant start = Instant.parse("2026-11-26T12:00:00Z");
        for (String name : List.of(
                "bouquet-upload1.part", "bouquet-upload2.jar", "bouquet-archive3.jar", "download-4.tmp", "mine.txt")) {
            Path file = Files.writeString(folder.resolve(name), "x");
            Files.setLastModifiedTime(file, FileTime.from(start.minusSeconds(60)));
        }
        Path present = Files.writeString(folder.resolve("bouquet-upload5.part"), "x");
        Files.setLastModifiedTime(present, FileTime.from(start.plusSeconds(60)));

        LeftUploads.delete(folder, start);

        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("bouquet-upload5.part", "mine.txt");
        }
        LeftUploads.delete(folder.resolve("missing"), start);
    }
}
