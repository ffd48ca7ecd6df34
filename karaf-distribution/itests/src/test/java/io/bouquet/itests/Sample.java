package io.bouquet.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The sample plugins, as their builds made them, and what shows that one is live. */
enum Sample {
    HELLO("hello-service", client -> client.get("/hello/Ada"), answer -> answer.body()
            .contains("Hello, Ada!")),
    EMPHASIS("emphasis-tagger", client -> client.get("/api/taggers/emphasis"), Sample::serves),
    GREETING("greeting-model", client -> client.get("/api/taggers/greeting"), Sample::serves),
    REVIEW(
            "review-service",
            client -> client.post(
                    "/reviews",
                    "application/json",
                    "{\"text\": \"A great camera.\", \"stars\": 5, \"bought\": \"2026-11-02\"}"),
            answer -> answer.json().path("sentiment").asText().equals("positive")),
    NOTES("notes-service", client -> client.get("/notes"), answer -> answer.json()
            .isArray());

    private final String folder;
    private final Function<Client, Answer> request;
    private final Predicate<Answer> live;

    Sample(String folder, Function<Client, Answer> request, Predicate<Answer> live) {
        this.folder = folder;
        this.request = request;
        this.live = live;
    }

    private static boolean serves(Answer answer) {
        return answer.json().path("state").asText().equals("serving");
    }

    boolean isLive(Client client) {
        Answer answer = request.apply(client);
        return answer.status() == 200 && live.test(answer);
    }

    boolean isGone(Client client) {
        return request.apply(client).status() == 404;
    }

    String id() {
        return folder;
    }

    Path jar() {
        return built("[0-9.]+");
    }

    /** The version after that of {@link #jar}. */
    Path next() {
        return built("[0-9.]+-next");
    }

    private Path built(String version) {
        Path target = Path.of(System.getProperty("bouquet.samples"), folder, "target");
        String name = folder + "-" + version + "\\.jar";
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + name + " in " + target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String symbolicName() {
        return header("Bundle-SymbolicName");
    }

    String version() {
        return header("Bundle-Version");
    }

    private String header(String name) {
        try (JarFile file = new JarFile(jar().toFile())) {
            return file.getManifest().getMainAttributes().getValue(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
