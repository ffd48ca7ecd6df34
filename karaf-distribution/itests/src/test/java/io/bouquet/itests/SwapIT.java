package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.benchmarks.Fixtures;
import io.bouquet.benchmarks.Operator;
import io.bouquet.benchmarks.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

/** The short form of the soak: every kind of swap under load, and nothing is lost. */
public class SwapIT {
    @Test
    public void noRequestFailsWhileEverythingIsSwapped() throws IOException, InterruptedException {
        try (Platform platform = new Platform("swap")) {
            String password = Platform.password(platform.start());
            Operator operator = new Operator(platform.httpPort(), "admin", password, platform.data());
            Path plugins = Files.createDirectories(
                    Path.of(System.getProperty("bouquet.target")).resolve("swapped"));
            Fixtures fixtures = new Fixtures(
                    Path.of(System.getProperty("bouquet.benchmarks")),
                    Platform.home().resolve("samples"),
                    plugins);
            Soak.Outcome outcome = Soak.shortly(operator, fixtures, new Soak.Plan(60, 12, 0, 3, 32, 0.3, List.of()));
            assertThat(outcome.failures()).as("with %s", outcome.troubles()).isEmpty();
            assertThat(outcome.troubles()).isEmpty();
            assertThat(outcome.requests()).isGreaterThan(1_000);
        }
    }
}
