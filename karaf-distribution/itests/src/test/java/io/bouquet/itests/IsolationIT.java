package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bouquet.benchmarks.Fixtures;
import io.bouquet.benchmarks.Fixtures.Poison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** One plugin's trouble stays its own, and what it says of who may call it is kept. */
public class IsolationIT {
    private static final Platform PLATFORM = new Platform("isolation");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String READER = "benchmark-reader";

    private static Client admin;
    private static Fixtures fixtures;

    @BeforeClass
    public static void start() throws IOException {
        admin = PLATFORM.nobody().as("admin", Platform.password(PLATFORM.start()));
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

    private static void install(String name, String version) throws IOException {
        Path jar = fixtures.bundle(name, version, Poison.NONE);
        Answer answer = admin.post(
                "/api/plugins?name=" + jar.getFileName(), "application/java-archive", Files.readAllBytes(jar));
        assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
    }
}
