package io.bouquet.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bouquet.plugin.tool.Platform.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
    @TempDir
    Path data;

    @Test
    void waitsForTheOutcomeOfThisVersionOfTheFile() throws Exception {
        Files.createDirectories(data.resolve("deploy"));
        Path deployed = Files.createDirectories(data.resolve("deployed"));
        Path outcome = deployed.resolve("hello-dev.jar.properties");
        Files.writeString(outcome, "outcome=refused\nmodified=2026-01-01T00\\:00\\:00Z\nreason=of an older version\n");
        Platform platform = new Platform(data);
        Files.writeString(platform.draft("hello-dev.jar"), "a bundle");
        CompletableFuture<Outcome> deployment = CompletableFuture.supplyAsync(() -> {
            try {
                return platform.deploy("hello-dev.jar");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Path file = data.resolve("deploy/hello-dev.jar");
        await().until(() -> Files.exists(file));
        assertThat(platform.draft("hello-dev.jar")).doesNotExist();
        assertThat(deployment).isNotDone();
        Path next = Files.writeString(
                deployed.resolve("next"),
                "outcome=done\nplugin=hello\nversion=1.0.0\nmodified="
                        + Files.getLastModifiedTime(file).toInstant() + "\n");
        Files.move(next, outcome, StandardCopyOption.REPLACE_EXISTING);
        assertThat(deployment.get(5, TimeUnit.SECONDS)).isEqualTo(new Outcome("done", "hello", "1.0.0", ""));
    }
}
