package io.bouquet.accounts.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.Account;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VerifiedLoginsTest {
    private static final Account ADA = new Account("ada", Set.of());
    private static final PasswordHash HASH = PasswordHash.ofNobody(new SecureRandom());

    private final Clock clock = new Clock();
    private final VerifiedLogins logins = new VerifiedLogins(new SecureRandom(), clock);

    @Test
    void knowsOnlyWhatWasAdded() {
        logins.add("ada", "secret", ADA, HASH, logins.stamp());
        assertThat(logins.find("ada", "secret")).contains(ADA);
        assertThat(logins.find("ada", "secret2")).isEmpty();
        assertThat(logins.find("adas", "ecret")).isEmpty();
    }

    @Test
    void isFreshForAMinute() {
        logins.add("ada", "secret", ADA, HASH, logins.stamp());
        clock.pass(59, TimeUnit.SECONDS);
        assertThat(logins.find("ada", "secret")).isPresent();
        clock.pass(1, TimeUnit.SECONDS);
        assertThat(logins.find("ada", "secret")).isEmpty();
        assertThat(logins.hash("ada", "secret")).contains(HASH);
        assertThat(logins.hash("ada", "secret2")).isEmpty();
    }

    @Test
    void forgetsOneNameOnly() {
        logins.add("ada", "secret", ADA, HASH, logins.stamp());
        logins.add("bob", "hidden", new Account("bob", Set.of()), HASH, logins.stamp());
        logins.forget("ada");
        assertThat(logins.find("ada", "secret")).isEmpty();
        assertThat(logins.find("bob", "hidden")).isPresent();
    }

    @Test
    void doesNotLearnAPasswordThatWasChangedWhileItWasVerified() {
        long stamp = logins.stamp();
        logins.forget("ada");
        logins.add("ada", "old", ADA, HASH, stamp);
        assertThat(logins.find("ada", "old")).isEmpty();
    }

    @Test
    void staysBounded() {
        logins.add("ada", "first", ADA, HASH, logins.stamp());
        for (int i = 0; i < VerifiedLogins.MAX_SIZE; i++) {
            logins.add("ada", "other" + i, ADA, HASH, logins.stamp());
        }
        assertThat(logins.find("ada", "first")).isEmpty();
        assertThat(logins.find("ada", "other0")).isPresent();
    }
}
