package io.bouquet.accounts.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.jpa.LoginPace.Source;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoginPaceTest {
    private static final Source ADA = Source.of("ada", "192.0.2.1");

    private final Clock clock = new Clock();
    private final LoginPace pace = new LoginPace(clock);

    @Test
    void leavesAFewTriesFree() {
        fail(LoginPace.FREE - 1);
        assertThat(mayTry(ADA)).isTrue();
    }

    @Test
    void pausesTwiceAsLongEachTimeAndNeverMuchLongerThanAMinute() {
        fail(LoginPace.FREE);
        assertPauseOf(1);
        fail(1);
        assertPauseOf(2);
        pace.forgive(ADA);
        fail(LoginPace.FREE + 20);
        assertPauseOf(64);
    }

    @Test
    void pausesOneNameForOneAddressOnly() {
        fail(LoginPace.FREE);
        assertThat(mayTry(ADA)).isFalse();
        assertThat(mayTry(Source.of("bob", "192.0.2.1"))).isTrue();
        assertThat(mayTry(Source.of("ada", "192.0.2.2"))).isTrue();
    }

    @Test
    void takesTheNetworkOfAnIpv6ClientForOneAddress() {
        assertThat(Source.of("ada", "2001:db8::1")).isEqualTo(Source.of("ada", "2001:db8:0:0:ffff::2"));
        assertThat(Source.of("ada", "2001:db8::1")).isNotEqualTo(Source.of("ada", "2001:db8:0:1::1"));
    }

    @Test
    void pausesAnAddressThatTriesManyNamesButNotWhoLoggedInFromThereBefore() {
        pace.forgive(ADA);
        for (int i = 0; i < LoginPace.FREE_OF_ADDRESS; i++) {
            pace.add(Source.of("name" + i, "192.0.2.1"));
        }
        assertThat(mayTry(Source.of("bob", "192.0.2.1"))).isFalse();
        assertThat(mayTry(Source.of("bob", "192.0.2.2"))).isTrue();
        assertThat(mayTry(ADA)).isTrue();
        clock.pass(LoginPace.ADDRESS_SECONDS, TimeUnit.SECONDS);
        assertThat(mayTry(Source.of("bob", "192.0.2.1"))).isTrue();
    }

    @Test
    void startsAnewAfterAQuietQuarterOfAnHour() {
        fail(LoginPace.FREE + 3);
        clock.pass(15, TimeUnit.MINUTES);
        fail(1);
        assertThat(mayTry(ADA)).isTrue();
    }

    @Test
    void staysBounded() {
        fail(LoginPace.FREE);
        for (int i = 0; i < LoginPace.MAX_SIZE; i++) {
            pace.add(Source.of("name" + i, "198.51.100." + i));
        }
        assertThat(mayTry(ADA)).isTrue();
    }

    private boolean mayTry(Source source) {
        return pace.pauseNanos(source) == 0;
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            pace.add(ADA);
        }
    }

    private void assertPauseOf(int seconds) {
        assertThat(pace.pauseNanos(ADA)).isEqualTo(TimeUnit.SECONDS.toNanos(seconds));
        clock.pass(seconds * 1000L - 1, TimeUnit.MILLISECONDS);
        assertThat(mayTry(ADA)).isFalse();
        clock.pass(1, TimeUnit.MILLISECONDS);
        assertThat(mayTry(ADA)).isTrue();
    }
}
