package io.bouquet.tagging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.TaggerInfo;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {
    // near the end of the range: System.nanoTime may overflow
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(7));
    private final Circuit circuit = new Circuit(clock::get);

    @Test
    void staysClosedWhileTextsSucceed() {
        outcomes("ssssssssssssssssssssssssssssss");
        assertThat(circuit.state()).isEqualTo(TaggerInfo.Circuit.CLOSED);
        assertThat(circuit.reason()).isEmpty();
    }

    @Test
    void doesNotOpenBeforeItKnowsFiveTexts() {
        outcomes("ffff");
        assertThat(circuit.state()).isEqualTo(TaggerInfo.Circuit.CLOSED);
        outcomes("f");
        assertThat(circuit.state()).isEqualTo(TaggerInfo.Circuit.OPEN);
        assertThat(circuit.enter()).isFalse();
    }

    @Test
    void opensWhereHalfOfTheLastTextsFailed() {
        outcomes("sssssfffff");
        assertThat(circuit.reason()).isEqualTo("failed 5 of the last 10 texts; tried again in 5 s");
    }

    @Test
    void judgesATaggerThatWasWellForLongByItsLastTwentyTexts() {
        outcomes("s".repeat(1000) + "f".repeat(9));
        assertThat(circuit.state()).isEqualTo(TaggerInfo.Circuit.CLOSED);
        outcomes("f");
        assertThat(circuit.reason()).startsWith("failed 10 of the last 20 texts");
    }

    @Test
    void forgetsFailuresAfterTwentyTexts() {
        outcomes("ssssssffff" + "s".repeat(20) + "f".repeat(9));
        assertThat(circuit.state()).isEqualTo(TaggerInfo.Circuit.CLOSED);
    }

    @Test
    void letsOneTextInAfterAWhileAndClosesWhenItSucceeds() {
        outcomes("fffff");
        pass(5);
        assertThat(circuit.state()).isEqualTo(TaggerInfo.Circuit.HALF_OPEN);
        assertThat(circuit.enter()).isTrue();
        assertThat(circuit.enter()).isFalse();
        assertThat(circuit.state()).isEqualTo(TaggerInfo.Circuit.HALF_OPEN);
        assertThat(circuit.reason()).isEqualTo("failed 5 of the last 5 texts; being tried with one text at a time");
        circuit.succeeded();
        assertThat(circuit.state()).isEqualTo(TaggerInfo.Circuit.CLOSED);
        outcomes("ffff");
        assertThat(circuit.enter()).isTrue();
    }

    @Test
    void waitsTwiceAsLongAfterEachTrialThatFailedUpToAMinute() {
        outcomes("fffff");
        for (int seconds : List.of(5, 10, 20, 40, 60, 60)) {
            assertThat(circuit.reason()).endsWith("tried again in " + seconds + " s");
            pass(seconds - 1);
            assertThat(circuit.enter()).isFalse();
            pass(1);
            outcomes("f");
        }
        assertThat(circuit.reason())
                .isEqualTo("failed 5 of the last 5 texts and 6 trials after them;" + " tried again in 60 s");
    }

    @Test
    void givesATrialThatNeverComesBackUp() {
        outcomes("fffff");
        pass(5);
        assertThat(circuit.enter()).isTrue();
        pass(4);
        assertThat(circuit.enter()).isFalse();
        pass(1);
        assertThat(circuit.enter()).isTrue();
    }

    @Test
    void isNotMovedByTextsThatWereBegunBeforeItOpened() {
        outcomes("fffff");
        circuit.succeeded();
        circuit.failed();
        assertThat(circuit.enter()).isFalse();
        assertThat(circuit.reason()).isEqualTo("failed 5 of the last 5 texts; tried again in 5 s");
    }

    private void pass(int seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** One text for each letter: s where it succeeds, f where it fails. */
    private void outcomes(String letters) {
        letters.chars().forEach(letter -> {
            assertThat(circuit.enter()).isTrue();
            if (letter == 's') {
                circuit.succeeded();
            } else {
                circuit.failed();
            }
        });
    }
}
