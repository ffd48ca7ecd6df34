package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployFolderTest {
    @TempDir
    Path folder;

    @Test
    void saysWhyAFileIsNotInstalled() throws IOException {
        Files.writeString(folder.resolve("text.jar"), "no JAR");
        jar("plain.jar", new Manifest());
        assertThat(strays())
                .satisfiesExactly(
                        plain -> assertThat(plain).startsWith("deploy/plain.jar: it is a JAR but no bundle"),
                        text -> assertThat(text).startsWith("deploy/text.jar: it is no JAR"));
    }

    @Test
    void saysThatABundleMayStillCome() throws IOException {
        jar("bundle.jar", bundle());
        assertThat(strays()).singleElement().asString().contains("deploy/bundle.jar: it is not installed yet");
    }

    @Test
    void passesOverWhatIsInstalledAndWhatIsNoJar() throws IOException {
        jar("bundle.jar", bundle());
        Files.writeString(folder.resolve("README"), "not for Karaf");
        assertThat(strays(folder.resolve("bundle.jar").toUri().toString())).isEmpty();
    }

    @Test
    void hasNothingToSayOfAFolderThatIsNotThere() throws IOException {
        assertThat(new DeployFolder(folder.resolve("none")).strays(List.of())).isEmpty();
    }

    private List<String> strays(String... locations) throws IOException {
        return new DeployFolder(folder).strays(List.of(locations));
    }

    private static Manifest bundle() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "some.bundle");
        return manifest;
    }

    private void jar(String name, Manifest manifest) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            new JarOutputStream(out, manifest).close();
        }
    }
}
