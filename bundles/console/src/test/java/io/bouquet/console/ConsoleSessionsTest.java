package io.bouquet.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsoleSessionsTest {
    private static final Account ANN = new Account("ann", Set.of());

    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final ConsoleSessions sessions =
            new ConsoleSessions(() -> now, Duration.ofMinutes(30), Duration.ofHours(12), 3, 2);

    @Test
    void endsASessionThatIsIdleTooLong() {
        String id = sessions.create(ANN).id();

        pass(Duration.ofMinutes(29));
        assertThat(sessions.find(id)).isPresent();
        pass(Duration.ofMinutes(30));
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void endsASessionThatIsTooOldHoweverBusy() {
        String id = sessions.create(ANN).id();

        for (int i = 0; i < 12 * 3 - 1; i++) {
            pass(Duration.ofMinutes(20));
            assertThat(sessions.find(id)).isPresent();
        }
        pass(Duration.ofMinutes(20));
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void endsTheSessionThatWasUnusedForLongestWhereAnAccountHasTooMany() {
        String first = sessions.create(ANN).id();
        pass(Duration.ofSeconds(1));
        String second = sessions.create(ANN).id();
        pass(Duration.ofSeconds(1));
        assertThat(sessions.find(first)).isPresent();
        pass(Duration.ofSeconds(1));
        String third = sessions.create(ANN).id();

        assertThat(sessions.find(second)).isEmpty();
        assertThat(sessions.find(first)).isPresent();
        assertThat(sessions.find(third)).isPresent();
    }

    @Test
    void endsNoSessionOfOthersWhereOneAccountHasMany() {
        String bob = sessions.create(new Account("bob", Set.of())).id();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(1));
            sessions.create(ANN);
        }
        assertThat(sessions.find(bob)).isPresent();
    }

    @Test
    void takesFromTheAccountWithMostSessionsWhereThereAreTooManyInAll() {
        String bob = sessions.create(new Account("bob", Set.of())).id();
        String first = sessions.create(ANN).id();
        pass(Duration.ofSeconds(1));
        String second = sessions.create(ANN).id();
        String cleo = sessions.create(new Account("cleo", Set.of())).id();
        assertThat(sessions.find(first)).isEmpty();
        assertThat(List.of(bob, second, cleo))
                .allSatisfy(id -> assertThat(sessions.find(id)).isPresent());
    }

    @Test
    void endsWithThePasswordAndTheAccount() {
        String bob = sessions.create(new Account("bob", Set.of())).id();
        String ann = sessions.create(ANN).id();
        sessions.passwordChanged("ann");
        assertThat(sessions.find(ann)).isEmpty();
        assertThat(sessions.find(bob)).isPresent();
        sessions.removed("bob");
        assertThat(sessions.find(bob)).isEmpty();
    }

    @Test
    void hasTheGroupsOfNow() {
        String id = sessions.create(ANN).id();
        sessions.groupsChanged(new Account("ann", Set.of("admin")));
        assertThat(sessions.find(id))
                .get()
                .extracting(found -> found.account().groups())
                .isEqualTo(Set.of("admin"));
    }

    @Test
    void givesIdsAndTokensThatNobodyGuesses() {
        ConsoleSession one = sessions.create(ANN);
        ConsoleSession other = sessions.create(ANN);

        assertThat(Set.of(one.id(), one.csrf(), other.id(), other.csrf()))
                .hasSize(4)
                .allSatisfy(secret -> assertThat(secret).matches("[A-Za-z0-9_-]{43}"));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
