package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Receipt;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReceiptTextTest {
    private static final Instant BEGAN = Instant.parse("2026-11-23T05:00:00Z");

    @Test
    void printsWhatAPlanWouldTouchAndWhatStandsStill() {
        Plan plan = new Plan(
                Change.Kind.UPGRADE,
                "com.example.hello",
                "1.0.0",
                "1.1.0",
                false,
                List.of(new Plan.BundleStep(Plan.Action.UPDATE, "com.example.hello", "1.1.0")),
                List.of(new Plan.Standstill("route", "/hello/{name}", Duration.ofSeconds(10))),
                List.of("imports nothing new"));
        assertThat(printed(out -> ReceiptText.print(plan, out)))
                .contains("upgrade com.example.hello 1.0.0 → 1.1.0")
                .contains("update")
                .contains("requests for the route /hello/{name} wait, 10 s at most")
                .contains("note: imports nothing new");
    }

    @Test
    void printsWhatRequestsFeltOfAChange() {
        Receipt receipt = new Receipt(
                "r1",
                Change.Kind.UPGRADE,
                "shout",
                "ada",
                "shout.jar",
                "1.0.0",
                "1.1.0",
                "1.0.0",
                true,
                BEGAN,
                Optional.of(BEGAN.plusMillis(1234)),
                Receipt.Outcome.FAILED,
                "its gold samples score 0.5",
                List.of(),
                List.of(new Receipt.Check("gold samples", false, "F1 0.5 of 4")),
                Optional.of(new Receipt.Cut(3, Duration.ofMillis(12), 2, 1, 1, 4, 0, 5_100, 6_200, 0)),
                Optional.empty());
        assertThat(printed(out -> ReceiptText.print(receipt, out)))
                .contains("receipt r1: upgrade shout 1.0.0 → 1.1.0: failed")
                .contains("by        ada, ")
                .contains("in 1234 ms")
                .contains("serves    1.0.0")
                .contains("check     failed: gold samples (F1 0.5 of 4)")
                .contains("3 in flight at the cut, drained in 12 ms, 4 waited, 0 failed")
                .contains("of the old version 2 finished, 1 interrupted, 1 still running (plugin:leaks names them)")
                .contains("5.1 ms before, 6.2 ms during, no requests after");
    }

    private static String printed(Consumer<PrintStream> print) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        print.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
