package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLibrariesTest {
    @TempDir
    Path folder;

    @Test
    void namesVersionsAndLicences() throws Exception {
        Path jar = new Jars(folder)
                .plain(
                        "com.example.a",
                        "1.0.0",
                        "Bouquet-Libraries",
                        "org.jsoup:jsoup;version=\"1.18.3\";licence=MIT,com.google.guava:guava;version=\"33.4.0-jre\";licence=\"Apache-2.0\"");
        assertThat(EmbeddedLibraries.of(Archive.read(jar, "a.jar", Long.MAX_VALUE)))
                .contains("org.jsoup:jsoup 1.18.3 (MIT), com.google.guava:guava 33.4.0-jre (Apache-2.0)");
        assertThat(EmbeddedLibraries.of(
                        Archive.read(new Jars(folder).plain("com.example.b", "1.0.0"), "b.jar", Long.MAX_VALUE)))
                .isEmpty();
    }
}
