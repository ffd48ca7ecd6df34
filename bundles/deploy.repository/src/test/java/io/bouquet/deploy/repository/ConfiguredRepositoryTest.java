package io.bouquet.deploy.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.repository.Plugins.Config;
import io.bouquet.deploy.repository.Plugins.StubArchives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredRepositoryTest {
    private static final KeyPair KEY = SigningKeys.generate();
    private static final String PUBLIC = SigningKeys.text(KEY.getPublic());

    @TempDir
    Path temp;

    private Path folder;
    private Server server;
    private final StubArchives archives = new StubArchives();

    @BeforeEach
    void serve() throws IOException {
        folder = Files.createDirectories(temp.resolve("served"));
        server = new Server(temp.resolve("served"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void publish(String... versions) throws IOException, RepositoryException {
        PublishedFolder published = new PublishedFolder(folder, Optional.of(KEY.getPrivate()));
        for (String version : versions) {
            Path jar = Plugins.jar(temp.resolve("built"), "com.example.a", version);
            published.add(jar, Plugins.summary(jar), false);
        }
        published.write();
    }

    private ConfiguredRepository repository(Config config) {
        return new ConfiguredRepository("team", config, temp.resolve("data"), archives);
    }

    private ConfiguredRepository signed() {
        return repository(Config.of(server.url(""), PUBLIC));
    }

    private static List<String> versions(ConfiguredRepository repository) throws RepositoryException {
        return repository.offers().offers().stream()
                .map(offer -> offer.summary().version())
                .toList();
    }

    @Test
    void downloadsWhatASignedIndexHas() throws IOException, RepositoryException {
        publish("1.0.0", "1.1.0");
        ConfiguredRepository repository = signed();
        assertThat(versions(repository)).containsExactly("1.0.0", "1.1.0");
        Fetcher.Copy copy = repository.download(repository.offers().offers().get(1));
        assertThat(copy.summary().version()).isEqualTo("1.1.0");
        assertThat(copy.path()).hasSameBinaryContentAs(folder.resolve("com.example.a-1.1.0.jar"));
        copy.delete();
        assertThat(copy.path()).doesNotExist();
        assertThat(repository.state().trust()).isEqualTo("signed");
    }

    @Test
    void usesNothingOfAnIndexThatWasChanged() throws IOException, RepositoryException {
        publish("1.0.0");
        Path index = folder.resolve(Index.FILE);
        Files.writeString(index, Files.readString(index).replace("1.0.0", "6.6.6"));
        assertThatThrownBy(signed()::offers).hasMessageContaining("signature").hasMessageContaining("changed");
        assertThat(server.asked.stream().filter("/plugins.json"::equals))
                .as("reads again, in case it was replaced between the two files")
                .hasSize(2);
    }

    @Test
    void usesNothingWithoutASignatureOrOfAnotherKey() throws IOException, RepositoryException {
        publish("1.0.0");
        ConfiguredRepository other = repository(Config.of(
                server.url(""), SigningKeys.text(SigningKeys.generate().getPublic())));
        assertThatThrownBy(other::offers).hasMessageContaining("somebody else");
        Files.delete(folder.resolve(Index.SIGNATURE));
        assertThatThrownBy(signed()::offers).hasMessageContaining("is not signed");
    }

    @Test
    void refusesAnOlderIndexOfTheSameKey() throws IOException, RepositoryException {
        publish("1.0.0");
        Path old = Files.createDirectories(temp.resolve("old"));
        for (String file : List.of(Index.FILE, Index.SIGNATURE)) {
            Files.copy(folder.resolve(file), old.resolve(file));
        }
        publish("1.1.0");
        assertThat(versions(signed())).containsExactly("1.0.0", "1.1.0");
        for (String file : List.of(Index.FILE, Index.SIGNATURE)) {
            Files.copy(old.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThatThrownBy(signed()::offers).hasMessageContaining("older index may hide newer versions");
    }

    @Test
    void refusesAnIndexOfTheFuture() throws IOException {
        byte[] json = new Index(1, "2199-01-01T00:00:00Z", List.of()).write();
        Files.write(folder.resolve(Index.FILE), json);
        Files.write(folder.resolve(Index.SIGNATURE), SigningKeys.sign(KEY.getPrivate(), json));
        assertThatThrownBy(signed()::offers).hasMessageContaining("in the future");
        assertThat(temp.resolve("data/repositories")).doesNotExist();
    }

    @Test
    void refusesAnArchiveThatWasChanged() throws IOException, RepositoryException {
        publish("1.0.0");
        ConfiguredRepository repository = signed();
        Offer offer = repository.offers().offers().get(0);
        Path jar = folder.resolve(offer.path());
        byte[] bytes = Files.readAllBytes(jar);
        bytes[bytes.length - 1] ^= 1;
        Files.write(jar, bytes);
        assertThatThrownBy(() -> repository.download(offer)).hasMessageContaining("the SHA-256 of");
        Files.write(jar, new byte[bytes.length + 1]);
        assertThatThrownBy(() -> repository.download(offer)).hasMessageContaining("has more than");
        Files.write(jar, new byte[1]);
        assertThatThrownBy(() -> repository.download(offer)).hasMessageContaining("has 1 bytes instead of");
        Files.delete(jar);
        assertThatThrownBy(() -> repository.download(offer)).hasMessageContaining("is missing");
    }

    @Test
    void refusesAnArchiveAboveTheLimitBeforeItIsDownloaded() throws IOException, RepositoryException {
        publish("1.0.0");
        ConfiguredRepository repository = signed();
        Offer offer = repository.offers().offers().get(0);
        archives.most = 10;
        assertThatThrownBy(() -> repository.download(offer)).hasMessageContaining("maxArchiveBytes");
        assertThat(server.asked).doesNotContain("/" + offer.path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a.jar",
                "/etc/passwd",
                "a/../../b.jar",
                "http://evil.example/a.jar",
                ".hidden",
                "a\\\\b.jar",
                ""
            })
    void refusesPathsOutsideOfTheRepository(String path) throws IOException, RepositoryException {
        publish("1.0.0");
        Path index = folder.resolve(Index.FILE);
        byte[] json = Files.readString(index)
                .replace("\"file\" : \"com.example.a-1.0.0.jar\"", "\"file\" : \"" + path + "\"")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(index, json);
        Files.write(folder.resolve(Index.SIGNATURE), SigningKeys.sign(KEY.getPrivate(), json));
        assertThatThrownBy(signed()::offers).hasMessageContaining("is not a plain path inside the repository");
    }

    @Test
    void refusesAnArchiveWithAnotherContentThanTheIndexSays() throws IOException, RepositoryException {
        publish("1.0.0");
        Path index = folder.resolve(Index.FILE);
        byte[] json = Files.readString(index)
                .replace("\"version\" : \"1.0.0\"", "\"version\" : \"7.0.0\"")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(index, json);
        Files.write(folder.resolve(Index.SIGNATURE), SigningKeys.sign(KEY.getPrivate(), json));
        ConfiguredRepository repository = signed();
        Offer offer = repository.offers().offers().get(0);
        assertThatThrownBy(() -> repository.download(offer))
                .hasMessageContaining("is com.example.a 1.0.0, and the repository says that it is com.example.a 7.0.0");
    }

    @Test
    void followsNoRedirects() {
        assertThatThrownBy(repository(Config.of(server.url("elsewhere"), PUBLIC))::offers)
                .hasMessageContaining("redirects to http://localhost.example/")
                .hasMessageContaining("'url'");
    }

    @Test
    void namesTheSettingsOfAPassword() throws RepositoryException {
        assertThatThrownBy(repository(Config.of(server.url("closed"), ""))::offers)
                .hasMessageContaining("401")
                .hasMessageContaining("'password'");
        assertThatThrownBy(
                        repository(new Config("http://plugins.example.com/", PUBLIC, false, "", "me", "secret"))
                                ::offers)
                .hasMessageContaining("use https:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://plugins.example.com/", "http://127.0.0.1.example.com/", "http://192.168.1.7/plugins"})
    void refusesAnotherMachineWithoutAKey(String url) {
        assertThatThrownBy(repository(Config.of(url, ""))::offers)
                .hasMessageContaining("is on another machine")
                .hasMessageContaining("unsigned = true");
    }

    @Test
    void saysThatARepositoryIsUnsigned() throws RepositoryException {
        Settings settings = Settings.of("https://plugins.example.com", "", true, List.of(), 5, "", "", temp);
        assertThat(settings.isUnsigned()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://example.com/", "https://", "http:///a", "https://a:b@example.com/"})
    void refusesAUrlThatItCannotUse(String url) {
        assertThatThrownBy(repository(Config.of(url, PUBLIC))::offers).hasMessageContaining("'url'");
    }

    @Test
    void readsAFolderWithoutAnIndex() throws IOException, RepositoryException {
        Plugins.jar(folder, "com.example.a", "1.0.0");
        Plugins.jar(folder, "com.example.b", "2.0.0");
        Files.writeString(folder.resolve("no.jar"), "no JAR");
        ConfiguredRepository repository = repository(Config.of(folder.toString(), ""));
        assertThat(versions(repository)).containsExactly("1.0.0", "2.0.0");
        assertThat(repository.state().problem()).contains("no.jar is left out");
        assertThat(repository.state().layout()).isEqualTo("folder");
        assertThat(repository.state().trust()).isEqualTo("local");
        repository.download(repository.offers().offers().get(0)).delete();
        assertThatThrownBy(repository(Config.of(folder.toString(), PUBLIC))::offers)
                .as("a key, and nothing that is signed")
                .hasMessageContaining("is not signed");
    }

    @Test
    void followsNoLinksOutOfAFolder() throws IOException, RepositoryException {
        Path outside = Plugins.jar(temp.resolve("outside"), "com.example.a", "1.0.0");
        Files.createSymbolicLink(folder.resolve("link.jar"), outside);
        ConfiguredRepository repository = repository(Config.of(folder.toString(), ""));
        assertThat(versions(repository)).isEmpty();
        assertThat(repository.state().problem()).contains("is outside of");
    }

    private Path maven(String version, String algorithm) throws Exception {
        Path artifact = Files.createDirectories(folder.resolve("com/example/a"));
        Path jar = Plugins.jar(temp.resolve("built"), "com.example.a", version);
        Path to = Files.createDirectories(artifact.resolve(version)).resolve("a-" + version + ".jar");
        Files.copy(jar, to);
        Files.writeString(
                to.resolveSibling(
                        to.getFileName() + "." + algorithm.replace("-", "").toLowerCase(Locale.ROOT)),
                HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(to)))
                        + "  a.jar\n");
        Files.writeString(
                artifact.resolve("maven-metadata.xml"),
                "<metadata><versioning><latest>9</latest><versions><version>0.1.0</version><version>1.0.0</version>"
                        + "<version>1.1.0</version><version>2.0-SNAPSHOT</version><version>../x</version></versions>"
                        + "</versioning></metadata>");
        return to;
    }

    private ConfiguredRepository maven() {
        return repository(new Config(server.url(""), "", false, "com.example:a", "", ""));
    }

    @Test
    void readsTheLatestVersionsOfAMavenRepositoryOnce() throws Exception {
        maven("1.0.0", "SHA-1");
        Path latest = maven("1.1.0", "SHA-512");
        Files.writeString(latest.resolveSibling("a-1.1.0.jar.sha1"), "0".repeat(40));
        ConfiguredRepository repository = maven();
        assertThat(versions(repository)).containsExactly("1.0.0", "1.1.0");
        assertThat(repository.state().layout()).isEqualTo("maven");
        repository.download(repository.offers().offers().get(1)).delete();
    }

    @Test
    void leavesOutAMavenArchiveThatWasChangedOrHasNoChecksum() throws Exception {
        Path changed = maven("1.0.0", "SHA-256");
        Files.write(changed, Files.readAllBytes(Plugins.jar(temp.resolve("other"), "com.example.evil", "1.0.0")));
        Path bare = maven("1.1.0", "SHA-256");
        Files.delete(bare.resolveSibling("a-1.1.0.jar.sha256"));
        ConfiguredRepository repository = maven();
        assertThat(versions(repository)).isEmpty();
        assertThat(repository.state().problem()).contains("the SHA-256 of", "it has no checksum");
    }

    @Test
    void verifiesTheSignatureBesideAMavenArchive() throws Exception {
        Path jar = maven("1.0.0", "SHA-256");
        Path other = maven("1.1.0", "SHA-256");
        Files.write(jar.resolveSibling("a-1.0.0.jar.sig"), SigningKeys.sign(KEY.getPrivate(), Files.readAllBytes(jar)));
        Files.write(other.resolveSibling("a-1.1.0.jar.sig"), SigningKeys.sign(KEY.getPrivate(), new byte[1]));
        ConfiguredRepository repository =
                repository(new Config(server.url(""), PUBLIC, false, "com.example:a", "", ""));
        assertThat(versions(repository)).containsExactly("1.0.0");
        assertThat(repository.state().problem()).contains("the signature of com/example/a/1.1.0/a-1.1.0.jar");
    }

    @Test
    void findsAllArtifactsOfAGroupInAFolderOnly() throws Exception {
        maven("1.0.0", "SHA-256");
        maven("1.1.0", "SHA-256");
        assertThat(versions(repository(new Config(folder.toString(), "", false, "com.example:*", "", ""))))
                .containsExactly("1.0.0", "1.1.0");
        assertThatThrownBy(repository(new Config(server.url(""), "", false, "com.example:*", "", ""))::offers)
                .hasMessageContaining("name each");
    }
}
