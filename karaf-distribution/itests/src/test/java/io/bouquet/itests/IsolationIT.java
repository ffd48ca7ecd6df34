package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.benchmarks.Fixtures;
import io.bouquet.benchmarks.Fixtures.Poison;
import io.bouquet.benchmarks.HangingClients;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** One plugin's trouble stays its own, and what it says of who may call it is kept. */
public class IsolationIT {
    private static final Platform PLATFORM = new Platform("isolation");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SPOILER = "io.bouquet.benchmarks.spoiler";
    private static final String READER = "benchmark-reader";

    private static Client admin;
    private static String password = "";
    private static String authorization = "";
    private static Fixtures fixtures;

    @BeforeClass
    public static void start() throws IOException {
        password = Platform.password(PLATFORM.start());
        admin = PLATFORM.nobody().as("admin", password);
        authorization =
                "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        Path target = Path.of(System.getProperty("bouquet.target"));
        fixtures = new Fixtures(
                Path.of(System.getProperty("bouquet.benchmarks")),
                Platform.home().resolve("samples"),
                Files.createDirectories(target.resolve("isolated")));
    }

    @AfterClass
    public static void stop() {
        PLATFORM.close();
    }

    @Test
    public void theGroupsThatAnnotationsNameAreNeeded() throws IOException {
        install("guarded", "1.0.0");
        Client reader = PLATFORM.nobody().as(READER, READER);
        await().atMost(SOON)
                .until(() -> admin.get("/benchmark-guarded/class").status() == 200
                        && reader.get("/benchmark-guarded/readers").status() == 200
                        && admin.get("/benchmark-guarded-application").status() == 200);
        assertThat(reader.get("/benchmark-guarded/class")
                        .problem(403)
                        .path("detail")
                        .asText())
                .isEqualTo("this needs the group writers");
        assertThat(reader.get("/benchmark-guarded-application")
                        .problem(403)
                        .path("detail")
                        .asText())
                .isEqualTo("this needs the group writers");
        assertThat(reader.get("/benchmark-guarded/all").status()).isEqualTo(200);
        PLATFORM.nobody().get("/benchmark-guarded/all").problem(401);
        reader.get("/benchmark-guarded/nobody").problem(403);
        admin.get("/benchmark-guarded/nobody").problem(403);
    }

    @Test
    public void aPluginThatHangsLeavesTheOthersTheirThreadsAndIsUpgradedMeanwhile() throws IOException {
        install("visitor", "1.0.0");
        install("hanger", "1.0.0");
        await().atMost(SOON).until(() -> admin.get("/benchmark-visitor").status() == 200);
        try (HangingClients clients =
                new HangingClients(PLATFORM.httpPort(), "/benchmark-hanger", authorization, 500)) {
            await().atMost(SOON)
                    .until(() -> bulkheads().contains("takes 45 of 45 threads") && clients.answered(503) > 100);
            for (int i = 0; i < 20; i++) {
                assertThat(admin.get("/benchmark-visitor").status()).isEqualTo(200);
                assertThat(PLATFORM.nobody().get("/api/health/ready").status()).isEqualTo(200);
                assertThat(admin.post("/api/annotate", Map.of("text", "Still here."))
                                .status())
                        .isEqualTo(200);
                assertThat(PLATFORM.nobody().get("/console/login").status()).isEqualTo(200);
            }
            assertThat(shell("web:traffic --json")).contains("io.bouquet.benchmarks.hanger");
            Path good = fixtures.bundle("hanger", "2.0.0", Poison.NONE);
            Answer upgrade = admin.send(
                    "PUT",
                    "/api/plugins/io.bouquet.benchmarks.hanger?name=" + good.getFileName(),
                    Map.of("Content-Type", "application/java-archive"),
                    BodyPublishers.ofFile(good));
            assertThat(ended(upgrade)).isEqualTo("done");
            int before = clients.answered(200);
            await().atMost(SOON).until(() -> clients.answered(200) >= before + 500);
            assertThat(admin.get("/benchmark-hanger").body()).isEqualTo("2.0.0");
        }
    }

    @Test
    public void aPluginFiltersWhatItAnswersItselfAndLetsNobodyInWithoutLeave() throws IOException {
        install("visitor", "1.0.0");
        Path spoiler = fixtures.bundle("spoiler", "1.0.0", Poison.NONE);
        // the plan would have asked: what comes without one is not allowed either
        shell("bundle:install -s " + Shell.word(spoiler));
        await().atMost(SOON).until(() -> admin.get("/benchmark-spoiler").status() == 500);
        assertThat(admin.get("/benchmark-visitor").status()).isEqualTo(200);
        assertThat(admin.post("/api/annotate", Map.of("text", "Still here.")).status())
                .isEqualTo(200);
        assertThat(PLATFORM.nobody().get("/console/login").status()).isEqualTo(200);
        assertThat(PLATFORM.nobody().get("/api/health/ready").status()).isEqualTo(200);
        Path log = PLATFORM.data().resolve("log/karaf.log");
        assertThat(Files.readString(log)).contains("SpoilerFilter of the plugin io.bouquet.benchmarks.spoiler failed");
        PLATFORM.nobody().get("/benchmark-visitor").problem(401);
        String permission = "config:property-set --pid io.bouquet.permissions authenticator ";
        shell(permission + SPOILER);
        await().atMost(SOON)
                .until(() -> PLATFORM.nobody().get("/benchmark-visitor").status() == 200);
        shell(permission + "nobody");
        await().atMost(SOON)
                .until(() -> PLATFORM.nobody().get("/benchmark-visitor").status() == 401);
        shell("bundle:uninstall " + SPOILER);

        assertThat(admin.post("/api/plugins?name=spoiler.jar", "application/java-archive", Files.readAllBytes(spoiler))
                        .json(403)
                        .path("detail")
                        .asText())
                .contains("asks for the permission authenticator");
        assertThat(ended(admin.post(
                        "/api/plugins?allow=authenticator&name=spoiler.jar",
                        "application/java-archive",
                        Files.readAllBytes(spoiler))))
                .isEqualTo("done");
        await().atMost(SOON)
                .until(() -> PLATFORM.nobody().get("/benchmark-visitor").status() == 200);
        assertThat(ended(admin.send(
                        "PUT",
                        "/api/plugins/" + SPOILER + "?force=true&allow=filters&name=spoiler.jar",
                        Map.of("Content-Type", "application/java-archive"),
                        BodyPublishers.ofFile(spoiler))))
                .isEqualTo("done");
        await().atMost(SOON).until(() -> admin.get("/benchmark-visitor").status() == 500);
        assertThat(ended(admin.delete("/api/plugins/" + SPOILER))).isEqualTo("done");
        assertThat(admin.get("/benchmark-visitor").status()).isEqualTo(200);
        PLATFORM.nobody().get("/benchmark-visitor").problem(401);
    }

    @Test
    public void aPluginsExtensionsApplyToWhatItAnswersItself() throws IOException {
        install("visitor", "1.0.0");
        install("meddler", "1.0.0");
        String stamp = "Benchmark-Meddler";
        await().atMost(SOON)
                .until(() -> admin.get("/benchmark-meddler").header(stamp).equals("get"));
        Answer part = admin.get("/benchmark-meddler/part");
        assertThat(part.body()).isEqualTo("part");
        assertThat(part.header(stamp)).isEqualTo("get");
        assertThat(admin.get("/benchmark-meddler/mapped").status()).isEqualTo(409);
        assertThat(admin.get("/benchmark-meddler/converted?id=7").body()).endsWith("-000000000001");
        assertThat(troubled("/benchmark-meddler").status()).isEqualTo(500);
        assertThat(troubled("/benchmark-meddler/part").status()).isEqualTo(500);
        for (String path : new String[] {"/benchmark-visitor", "/api/taggers"}) {
            Answer untouched = troubled(path);
            assertThat(untouched.status()).isEqualTo(200);
            assertThat(untouched.header(stamp)).isEmpty();
        }
        allowFilters("io.bouquet.benchmarks.meddler");
        await().atMost(SOON)
                .until(() -> admin.get("/benchmark-visitor").header(stamp).equals("get"));
        await().atMost(SOON).until(() -> troubled("/api/taggers").status() == 500);
        allowFilters("nobody");
        await().atMost(SOON)
                .until(() -> admin.get("/benchmark-visitor").header(stamp).isEmpty()
                        && troubled("/api/taggers").status() == 200);
        assertThat(admin.get("/benchmark-meddler").header(stamp)).isEqualTo("get");
        shell("bundle:restart io.bouquet.benchmarks.meddler");
        await().atMost(SOON)
                .until(() -> admin.get("/benchmark-meddler").header(stamp).equals("get"));
        assertThat(admin.get("/benchmark-visitor").header(stamp)).isEmpty();
    }

    @Test
    public void anExtensionThatCannotPassOthersByIsNotUsedWithoutLeave() throws IOException {
        install("meddler", "1.0.0");
        await().atMost(SOON).until(() -> troubled("/benchmark-meddler").status() == 500);
        Path jar = fixtures.bundle("catcher", "1.0.0", Poison.NONE);
        JsonNode refused = receipt(upload(jar));
        assertThat(refused.path("outcome").asText()).isEqualTo("failed");
        assertThat(refused.toString())
                .contains("its ExceptionMapper is for java.lang.RuntimeException")
                .contains("--allow filters");
        assertThat(troubled("/benchmark-meddler").status()).isEqualTo(500);
        allowFilters("io.bouquet.benchmarks.catcher");
        assertThat(ended(upload(jar))).isEqualTo("done");
        assertThat(troubled("/benchmark-meddler").status()).isEqualTo(409);
        allowFilters("nobody");
        await().atMost(SOON).until(() -> troubled("/benchmark-meddler").status() == 500);
    }

    private static Answer troubled(String path) {
        return admin.send("GET", path, Map.of("Benchmark-Trouble", "yes"), BodyPublishers.noBody());
    }

    private static void allowFilters(String plugin) {
        shell("config:property-set --pid io.bouquet.permissions filters " + plugin);
    }

    private static String shell(String command) {
        return PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", command)
                .ok();
    }

    /** What the health check says of bulkheads. */
    private static String bulkheads() {
        for (JsonNode check : admin.get("/api/health/ready").json().path("checks")) {
            if (check.path("name").asText().equals("bulkheads")) {
                return check.path("detail").asText();
            }
        }
        return "";
    }

    private static String ended(Answer begun) {
        return receipt(begun).path("outcome").asText();
    }

    private static JsonNode receipt(Answer begun) {
        String receipt = "/api/receipts/" + begun.json(202).path("id").asText();
        await().atMost(SOON.multipliedBy(2))
                .until(() ->
                        !admin.get(receipt).json(200).path("outcome").asText().equals("running"));
        return admin.get(receipt).json(200);
    }

    /** Where another test has not installed it. */
    private static void install(String name, String version) throws IOException {
        if (admin.get("/api/plugins").json(200).findValuesAsText("name").contains("io.bouquet.benchmarks." + name)) {
            return;
        }
        assertThat(ended(upload(fixtures.bundle(name, version, Poison.NONE)))).isEqualTo("done");
    }

    private static Answer upload(Path jar) throws IOException {
        return admin.post(
                "/api/plugins?allow=accounts&allow=authenticator&name=" + jar.getFileName(),
                "application/java-archive",
                Files.readAllBytes(jar));
    }
}
