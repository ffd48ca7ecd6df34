package io.bouquet.deploy.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFolderTest {
    private static final PrivateKey KEY = SigningKeys.generate().getPrivate();

    @TempDir
    Path temp;

    private Index publish(Optional<PrivateKey> key, Path jar, boolean replace) throws IOException, RepositoryException {
        PublishedFolder folder = new PublishedFolder(temp.resolve("to"), key);
        folder.add(jar, Plugins.summary(jar), replace);
        return folder.write();
    }

    private Path jar(String version) throws IOException {
        return Plugins.jar(temp.resolve("built"), "com.example.a", version);
    }

    @Test
    void addsToAnIndexWhoseTimeOnlyGrows() throws IOException, RepositoryException {
        Index first = publish(Optional.empty(), jar("1.0.0"), false);
        Index second = publish(Optional.empty(), jar("1.1.0"), false);
        assertThat(second.plugins()).hasSize(2);
        assertThat(second.at()).isAfter(first.at());
        assertThat(Index.read(Files.readAllBytes(temp.resolve("to/plugins.json"))))
                .isEqualTo(second);
    }

    @Test
    void keepsAPublishedVersionAsItIs() throws IOException, RepositoryException {
        publish(Optional.empty(), jar("1.0.0"), false);
        Path other = jar("1.0.0");
        Files.write(other, Files.readAllBytes(Plugins.jar(temp.resolve("x"), "com.example.a", "1.0.0")));
        assertThat(publish(Optional.empty(), other, false).plugins())
                .as("the same bytes")
                .hasSize(1);
        Path changed = temp.resolve("changed.jar");
        Files.copy(other, changed);
        Files.write(changed, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        PublishedFolder folder = new PublishedFolder(temp.resolve("to"), Optional.empty());
        assertThatThrownBy(() -> folder.add(changed, Plugins.summary(other), false))
                .hasMessageContaining("raise the version");
        assertThat(folder.add(changed, Plugins.summary(other), true)).isPresent();
    }

    @Test
    void forgetsArchivesThatWereDeleted() throws IOException, RepositoryException {
        publish(Optional.empty(), jar("1.0.0"), false);
        Files.delete(temp.resolve("to/com.example.a-1.0.0.jar"));
        PublishedFolder folder = new PublishedFolder(temp.resolve("to"), Optional.empty());
        assertThat(folder.removed()).containsExactly("com.example.a 1.0.0");
        assertThat(folder.write().plugins()).isEmpty();
    }

    @Test
    void signsNothingThatSomebodyElseHasChanged() throws IOException, RepositoryException {
        publish(Optional.of(KEY), jar("1.0.0"), false);
        assertThatThrownBy(() -> new PublishedFolder(temp.resolve("to"), Optional.empty()))
                .hasMessageContaining("--key");
        Path index = temp.resolve("to/plugins.json");
        Files.writeString(index, Files.readString(index).replace("for tests", "for evil"));
        assertThatThrownBy(() -> new PublishedFolder(temp.resolve("to"), Optional.of(KEY)))
                .hasMessageContaining("was changed since");
    }
}
