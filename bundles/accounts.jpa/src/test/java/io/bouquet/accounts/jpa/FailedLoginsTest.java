package io.bouquet.accounts.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private final Clock clock = new Clock();
    private final FailedLogins failed = new FailedLogins(clock);

    @Test
    void leavesAFewTriesFree() {
        fail(FailedLogins.FREE - 1);
        assertThat(failed.mayTry("ada")).isTrue();
    }

    @Test
    void pausesTwiceAsLongEachTimeAndNeverMuchLongerThanAMinute() {
        fail(FailedLogins.FREE);
        assertPauseOf(1);
        fail(1);
        assertPauseOf(2);
        fail(20);
        assertPauseOf(64);
    }

    @Test
    void pausesOneNameOnly() {
        fail(FailedLogins.FREE);
        assertThat(failed.mayTry("bob")).isTrue();
    }

    @Test
    void startsAnewAfterAQuietQuarterOfAnHour() {
        fail(FailedLogins.FREE + 3);
        clock.pass(15, TimeUnit.MINUTES);
        fail(1);
        assertThat(failed.mayTry("ada")).isTrue();
    }

    @Test
    void staysBounded() {
        fail(FailedLogins.FREE);
        for (int i = 0; i < FailedLogins.MAX_SIZE; i++) {
            failed.add("name" + i);
        }
        assertThat(failed.mayTry("ada")).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            failed.add("ada");
        }
    }

    private void assertPauseOf(int seconds) {
        clock.pass(seconds * 1000L - 1, TimeUnit.MILLISECONDS);
        assertThat(failed.mayTry("ada")).isFalse();
        clock.pass(1, TimeUnit.MILLISECONDS);
        assertThat(failed.mayTry("ada")).isTrue();
    }
}
