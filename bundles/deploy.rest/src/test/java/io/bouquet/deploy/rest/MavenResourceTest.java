package io.bouquet.deploy.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.web.Download;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MavenResourceTest {
    @TempDir
    Path home;

    private MavenResource maven;

    @BeforeEach
    void fillTheRepository() throws IOException {
        Files.createDirectories(home.resolve("repository/io/bouquet/a/1.0"));
        Files.writeString(home.resolve("repository/io/bouquet/a/1.0/a-1.0.pom.sha1"), "da39");
        Files.writeString(home.resolve("secret"), "secret");
        maven = new MavenResource(home.resolve("repository"));
    }

    @Test
    void hasTheFilesOfTheRepository() throws IOException {
        Download file = maven.get("io/bouquet/a/1.0/a-1.0.pom.sha1");
        assertThat(file.length()).isEqualTo(4);
        try (InputStream content = file.content().open()) {
            assertThat(content).hasContent("da39");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/bouquet/a/1.0",
                "io/bouquet/a/2.0/a-2.0.pom",
                "../secret",
                "io/../../secret",
                "./../secret",
                "/etc/passwd",
                "io//bouquet",
                "io/bouquet/a/1.0/a-1.0.pom.sha1/",
                "a\u0000b"
            })
    void hasNothingElse(String path) {
        assertThatThrownBy(() -> maven.get(path))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the platform's Maven repository has no file '" + path + "'");
    }
}
