package io.bouquet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long MILLI = 1_000_000;

    private final Ledger ledger = new Ledger();
    private final Endpoint echo = endpoint("echo", "echo");
    private final Endpoint other = endpoint("other", "");

    private static Endpoint endpoint(String name, String part) {
        return new Endpoint(name, 1, part, true, number -> new byte[0], body -> "");
    }

    @Test
    void tellsRequestsDuringTheirOwnSwapFromThoseDuringAnothers() {
        ledger.swapped("service-update", "echo", 10 * MILLI, 20 * MILLI, "");
        for (Endpoint endpoint : new Endpoint[] {echo, other}) {
            ledger.answered(endpoint, 0, 5 * MILLI);
            ledger.answered(endpoint, 8 * MILLI, 12 * MILLI);
        }
        assertThat(ledger.millisDuringSwaps(echo, true)).containsExactly(4);
        assertThat(ledger.millisDuringSwaps(echo, false)).isEmpty();
        assertThat(ledger.millisDuringSwaps(other, true)).isEmpty();
        assertThat(ledger.millisDuringSwaps(other, false)).containsExactly(4);
    }

    @Test
    void findsTheSwapsThatARequestMet() {
        ledger.swapped("model-upgrade", "", 10 * MILLI, 20 * MILLI, "");
        ledger.swapped("extension-update", Swaps.EVERY, 30 * MILLI, 40 * MILLI, "");
        ledger.swapped("kar-upgrade", "kar", 50 * MILLI, 60 * MILLI, "");
        ledger.answered(other, 21 * MILLI, 29 * MILLI);
        ledger.answered(other, 0, 11 * MILLI);
        ledger.answered(other, 19 * MILLI, 31 * MILLI);
        ledger.answered(other, 39 * MILLI, 52 * MILLI);
        ledger.answered(other, 55 * MILLI, 56 * MILLI);

        assertThat(ledger.millisDuringSwaps(other, false)).containsExactly(11, 1);
        assertThat(ledger.millisDuringSwaps(other, true))
                .as("who met what every request needs")
                .containsExactly(12, 13);
        assertThat(ledger.millisDuring(other, "model-upgrade")).containsExactly(11, 12);
        assertThat(ledger.millisDuring(other, "extension-update")).isEmpty();
        assertThat(ledger.millisDuring(other, "kar-upgrade")).containsExactly(13, 1);
    }

    @Test
    void countsFailuresByKindAndKeepsAFewExamples() {
        for (int i = 0; i < 5; i++) {
            ledger.failed(echo, 0, MILLI, "status 404", "gone");
        }
        ledger.failed(echo, 0, MILLI, "status 500", "");
        assertThat(ledger.failed()).isEqualTo(6);
        assertThat(ledger.failures()).containsOnlyKeys("echo: status 404", "echo: status 500");
        Ledger.Failure failure = ledger.failures().get("echo: status 404");
        assertThat(failure).isNotNull();
        assertThat(failure.count()).isEqualTo(5);
        assertThat(failure.examples()).hasSize(3).allMatch(example -> example.contains("gone"));
    }

    @Test
    void tellsWhatWasDueWithinATime() {
        ledger.answered(other, 0, MILLI);
        ledger.answered(other, 5 * MILLI, 30 * MILLI);
        assertThat(ledger.millis(other, MILLI, 10 * MILLI)).containsExactly(25);
    }
}
