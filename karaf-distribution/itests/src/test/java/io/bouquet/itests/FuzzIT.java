package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bouquet.benchmarks.Fixtures;
import io.bouquet.benchmarks.Operator;
import io.bouquet.benchmarks.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The short form of the fuzz: requests made from the OpenAPI document, right and wrong, and nothing breaks. */
public class FuzzIT {
    private static final long SEED = 20261128;
    private static final long WARM_UP = 1_000;
    private static final long REQUESTS = 2_000;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String HEAP = "heap, bytes";
    private static final String THREADS = "threads";
    /** Threads of pools come and go. */
    private static final long FEW_THREADS = 20;

    @Test
    public void eachAnswerIsAsTheDocumentSaysAndNothingIsLeftBehind() throws IOException, InterruptedException {
        try (Platform platform = new Platform("fuzz")) {
            String password = Platform.password(platform.start());
            Operator operator = new Operator(platform.httpPort(), "admin", password, platform.data());
            deployProbe(platform, password);
            Path log = platform.data().resolve("log/karaf.log");
            List<String> problems = LogFile.of(log).problems();
            Fuzz fuzz = operator.fuzz(SEED);
            fuzz.run(0, WARM_UP);
            Map<String, Long> before = operator.inside();
            Fuzz.Report report = fuzz.run(WARM_UP, REQUESTS);
            assertThat(report.complaints()).isEmpty();
            assertThat(report.requests()).isEqualTo(WARM_UP + REQUESTS);
            assertThat(report.statuses()).containsKeys(200, 201, 202, 204, 400, 401, 403, 404, 405, 415, 422);
            assertThat(LogFile.of(log).problems()).isSubsetOf(problems);
            Map<String, Long> after = operator.inside();
            assertThat(after.get(HEAP)).isLessThan(before.get(HEAP) * 5 / 4);
            assertThat(after.get(THREADS)).isLessThan(before.get(THREADS) + FEW_THREADS);
            assertThat(platform.nobody().isReady()).isTrue();
        }
    }

    private static void deployProbe(Platform platform, String password) throws IOException {
        Path probe = new Fixtures(
                        Path.of(System.getProperty("bouquet.benchmarks")),
                        Platform.home().resolve("samples"),
                        platform.data())
                .probe();
        Files.copy(probe, platform.data().resolve("deploy").resolve(probe.getFileName()));
        Client admin = platform.nobody().as("admin", password);
        await().atMost(SOON).until(() -> admin.get("/benchmark-inside").status() == 200);
    }
}
