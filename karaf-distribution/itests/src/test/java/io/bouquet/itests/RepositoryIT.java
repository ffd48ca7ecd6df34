package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Plugins are published with {@code bouquet package}, found, installed and upgraded by name, and verified. */
public class RepositoryIT {
    private static final Platform PLATFORM = new Platform("repository");
    private static final String TAGGER = "com.example.emphasis-tagger";
    private static final Pattern KEY = Pattern.compile("key = (\\S+)");

    private static Path folder;
    private static Path key;
    private static String publicKey = "";
    private static HttpServer server;
    private static String password = "";

    @BeforeClass
    public static void start() throws IOException {
        password = Platform.password(PLATFORM.start());
        folder = Path.of(System.getProperty("bouquet.target")).toAbsolutePath().resolve("repository");
        Platform.delete(folder);
        key = Files.createDirectories(folder).resolve("key.pem");
        publicKey = key(PLATFORM.run("package", "--new-key", key.toString()).ok());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean found = Files.isRegularFile(file);
            exchange.sendResponseHeaders(found ? 200 : 404, found ? 0 : -1);
            if (found) {
                try (OutputStream out = exchange.getResponseBody()) {
                    Files.copy(file, out);
                }
            }
            exchange.close();
        });
        server.start();
    }

    @AfterClass
    public static void stop() {
        PLATFORM.close();
        if (server != null) {
            server.stop(0);
        }
    }

    private static String key(String output) {
        Matcher found = KEY.matcher(output);
        assertThat(found.find()).as(output).isTrue();
        return found.group(1);
    }

    private static Client admin() {
        return PLATFORM.nobody().as("admin", password);
    }

    private static Platform.Run run(String command) {
        return PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", command);
    }

    private static String shell(String command) {
        return run(command).ok();
    }

    private static String refused(String command) {
        return run(command).refused();
    }

    private static Path publish(String to, Path... archives) {
        Path repository = folder.resolve(to);
        PLATFORM.run(Stream.concat(
                                Stream.of("package", "--to", repository.toString(), "--key", key.toString()),
                                Stream.of(archives).map(Path::toString))
                        .toArray(String[]::new))
                .ok();
        return repository;
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path + "/";
    }

    /** Configures a repository with a file, and waits until it is in use. */
    private static Path configure(String name, String... lines) throws IOException {
        Path file = PLATFORM.data().resolve("etc/io.bouquet.deploy.repository-" + name + ".cfg");
        Files.write(file, List.of(lines));
        awaitRepository(name, true);
        return file;
    }

    private static void forget(String name, Path file) throws IOException {
        Files.delete(file);
        awaitRepository(name, false);
    }

    private static void awaitRepository(String name, boolean there) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> repository(name).isMissingNode() != there);
    }

    private static JsonNode repository(String name) {
        for (JsonNode one : admin().get("/api/repositories").json(200).path("repositories")) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    private static String refusedInstall(String plugin, String query, int status) {
        return admin().send("POST", "/api/plugins/" + plugin + "/install" + query, Map.of(), BodyPublishers.noBody())
                .json(status)
                .path("detail")
                .asText();
    }

    private static JsonNode post(String path, int status) {
        return admin().send("POST", path, Map.of(), BodyPublishers.noBody()).json(status);
    }

    @Test
    public void installsAndUpgradesByName() {
        Path future = PluginJar.of("com.example.future")
                .imports("com.example.nowhere;version=\"[2,3)\"")
                .write(folder);
        String packed = PLATFORM.run(
                        "package",
                        "--to",
                        folder.resolve("team").toString(),
                        "--key",
                        key.toString(),
                        Sample.HELLO.jar().toString(),
                        Sample.EMPHASIS.jar().toString(),
                        Sample.EMPHASIS.next().toString(),
                        future.toString())
                .ok();
        assertThat(packed).contains("GET /hello/{name}", "greetings", "has 4 archives, and is signed", publicKey);
        shell("plugin:repository-add --key " + publicKey + " team " + url("team"));
        awaitRepository("team", true);

        assertThat(shell("plugin:repository-list; plugin:search; plugin:info com.example.hello-service"))
                .containsPattern("team *\\| http.*\\| index *\\| signed")
                .contains("GET /hello/{name}", "scopes       greetings")
                .containsPattern(TAGGER + " *\\| 1\\.1\\.0 .*\\| team .*\\| yes")
                .containsPattern("com.example.future .*no: it needs the package com.example.nowhere");
        assertThat(shell("plugin:info com.example.hello-service"))
                .contains("GET /hello/{name}", "scopes       greetings");
        assertThat(refused("plugin:install com.example.future"))
                .contains("no version of com.example.future can run here", "com.example.nowhere");
        assertThat(refusedInstall("com.example.hello-service", "?version=9", 404))
                .contains("it has 1.0.0");

        assertThat(shell("plugin:install --plan " + TAGGER + "@1.0.0; plugin:install " + TAGGER
                        + "@1.0.0; plugin:outdated"))
                .containsSubsequence("permissions  none", "install " + TAGGER + " 1.0.0")
                .containsSubsequence("layers       emphasis", TAGGER + " 1.0.0: done", "1.0.0.jar from team")
                .containsPattern(TAGGER + " *\\| 1\\.0\\.0 *\\| 1\\.1\\.0 *\\| 1\\.1\\.0");
        assertThat(admin().get("/api/repositories/outdated")
                        .json(200)
                        .at("/plugins/0/compatible/version")
                        .asText())
                .isEqualTo("1.1.0");
        assertThat(shell("plugin:upgrade " + TAGGER + "; plugin:upgrade " + TAGGER))
                .containsSubsequence(
                        "upgrade " + TAGGER + " 1.0.0 → 1.1.0: done",
                        "is the latest version in team that can run here");

        JsonNode found = admin().get("/api/repositories/releases?words=hello").json(200);
        assertThat(found.at("/releases/0/adds/routes/0").asText()).isEqualTo("GET /hello/{name}");
        assertThat(found.at("/releases/0/compatible").asBoolean()).isTrue();
        String hello = "/api/plugins/com.example.hello-service/install";
        assertThat(post(hello + "?plan=true", 200).path("kind").asText()).isEqualTo("install");
        assertThat(admin().get("/hello/Ada").status()).isEqualTo(404);
        assertThat(post(hello, 202).path("origin").asText()).isEqualTo("com.example.hello-service-1.0.0.jar from team");
        await().atMost(30, TimeUnit.SECONDS).until(() -> Sample.HELLO.isLive(admin()));
        assertThat(PLATFORM.nobody().get("/api/repositories").status()).isEqualTo(401);

        shell("plugin:remove com.example.hello-service " + TAGGER + "; plugin:repository-remove team");
        awaitRepository("team", false);
    }

    @Test
    public void installsNothingThatWasChanged() throws IOException {
        Path changed = publish("changed", Sample.HELLO.jar());
        Path archive = changed.resolve("com.example.hello-service-1.0.0.jar");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        Path file = configure("changed", "url = " + url("changed"), "key = " + publicKey);
        assertThat(refusedInstall("com.example.hello-service", "", 422))
                .contains("the SHA-256 of com.example.hello-service-1.0.0.jar is", "changed after it was published");
        forget("changed", file);

        Path index = publish("forged", Sample.HELLO.jar()).resolve("plugins.json");
        Files.writeString(index, Files.readString(index).replace("greetings", "anything"));
        file = configure("forged", "url = " + url("forged"), "key = " + publicKey);
        assertThat(refusedInstall("com.example.hello-service", "", 409))
                .contains("the signature of", "Nothing of it is used");
        assertThat(repository("forged").path("problem").asText()).contains("the signature of");
        assertThat(admin().get("/api/repositories/releases").json(200).path("releases"))
                .isEmpty();
        forget("forged", file);

        assertThat(refused("plugin:repository-add far https://plugins.example.com/"))
                .contains("is on another machine", "unsigned = true");
        assertThat(admin().get("/api/plugins/com.example.hello-service").status())
                .isEqualTo(404);
    }

    @Test
    public void installsFromAMavenRepositoryAndFromAFile() throws IOException, GeneralSecurityException {
        Path artifact = Files.createDirectories(folder.resolve("maven/com/example/greeting-model"));
        Files.writeString(
                artifact.resolve("maven-metadata.xml"),
                "<metadata><versioning><versions><version>1.0.0</version></versions></versioning></metadata>");
        Path jar = Files.createDirectories(artifact.resolve("1.0.0")).resolve("greeting-model-1.0.0.jar");
        Files.copy(Sample.GREETING.jar(), jar);
        Files.writeString(
                jar.resolveSibling("greeting-model-1.0.0.jar.sha256"),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar))));
        Path maven = configure("maven", "url = " + url("maven"), "artifacts = com.example:greeting-model");
        assertThat(shell("plugin:install com.example.greeting-model"))
                .contains("com.example.greeting-model 1.0.0: done");
        assertThat(Sample.GREETING.isLive(admin())).isTrue();
        forget("maven", maven);

        Files.copy(
                Sample.REVIEW.jar(),
                Files.createDirectories(folder.resolve("local")).resolve("review.jar"));
        Path local = configure("local", "url = " + folder.resolve("local"));
        assertThat(repository("local").path("trust").asText()).isEqualTo("local");
        assertThat(post("/api/plugins/com.example.review-service/install?plan=true", 200)
                        .path("to")
                        .asText())
                .isEqualTo("1.0.0");
        assertThat(refused("plugin:repository-remove local")).contains("change or delete that file");
        forget("local", local);
    }
}
