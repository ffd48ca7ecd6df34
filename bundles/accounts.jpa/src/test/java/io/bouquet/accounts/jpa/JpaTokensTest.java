package io.bouquet.accounts.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Token;
import io.bouquet.data.Transactions;
import io.bouquet.data.openjpa.Database;
import io.bouquet.data.openjpa.OpenUnit;
import io.bouquet.data.openjpa.PluginFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.persistence.EntityManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JpaTokensTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String HERE = "192.0.2.1";

    private static Database database;
    private static OpenUnit unit;

    private final Clock nanos = new Clock();
    private final Instant start = Instant.parse("2026-11-30T12:00:00Z");
    private final Counted transactions = new Counted();
    private final JpaAccounts accounts = new JpaAccounts(unit, nanos);
    private final List<String> revoked = new ArrayList<>();
    private final JpaTokens tokens = tokens();

    @BeforeAll
    static void open() throws Exception {
        database = new Database("jdbc:derby:memory:tokens");
        unit = OpenUnit.open(
                database,
                "com.example.test",
                StoredAccount.class.getClassLoader(),
                PluginFiles.of(Path.of("target/classes")),
                "META-INF/persistence.xml",
                "db/accounts.xml");
    }

    @AfterAll
    static void close() {
        unit.close();
        database.close();
    }

    @BeforeEach
    void begin() {
        unit.run(em -> em.createQuery("delete from StoredAccount").executeUpdate());
        accounts.listeners = List.of(tokens);
        accounts.create("ada", "correct horse", List.of("editors", "admin"));
    }

    private JpaTokens tokens() {
        return new JpaTokens(
                transactions, new LoginPace(nanos), () -> start.plusNanos(nanos.getAsLong()), nanos, revoked::add);
    }

    private NewToken ofAda(String... scopes) {
        return tokens.create("ada", "ci", List.of(scopes), DAY);
    }

    private Optional<Caller> callerOf(NewToken token) {
        return tokens.authenticate(token.secret(), HERE);
    }

    @Test
    void actsAsItsAccountWithinItsScopes() {
        NewToken token = ofAda("read", "reviews:publish");
        Caller caller = callerOf(token).orElseThrow();
        assertThat(caller.account()).isEqualTo(new Account("ada", Set.of("editors")));
        assertThat(caller.scopes()).containsExactlyInAnyOrder("read", "reviews:publish");
        assertThat(caller.token()).isEqualTo(token.token().id());
        assertThat(callerOf(ofAda("read", "admin")).orElseThrow().account().groups())
                .contains("admin");
    }

    @Test
    void keepsNoSecret() {
        NewToken token = ofAda("read");
        assertThat(token.secret()).matches("bqt_[A-Za-z0-9_-]{43}");
        assertThat(token).asString().doesNotContain(token.secret());
        List<?> rows = unit.call(em -> em.createQuery("select t.id, t.hash, t.name, t.scopes from StoredToken t")
                .getResultList());
        Object[] row = (Object[]) rows.get(0);
        assertThat(row[1]).asString().hasSize(64);
        assertThat(row).doesNotContain(token.secret());
        assertThat(ofAda("read").secret()).isNotEqualTo(token.secret());
    }

    @Test
    void refusesSecretsOfNobody() {
        String secret = ofAda("read").secret();
        for (String wrong : List.of(
                "",
                "bqt_",
                secret + "x",
                secret.substring(1),
                secret.toUpperCase(java.util.Locale.ROOT),
                "bqt_' or 1=1 --",
                "bqt_" + "A".repeat(43))) {
            assertThat(tokens.authenticate(wrong, HERE)).as(wrong).isEmpty();
        }
    }

    @Test
    void asksTheDatabaseOnceWhileATokenIsInUse() {
        NewToken token = ofAda("read");
        callerOf(token);
        int before = transactions.count;
        for (int i = 0; i < 100; i++) {
            assertThat(callerOf(token)).isPresent();
        }
        assertThat(transactions.count).isEqualTo(before);
    }

    @Test
    void refusesARevokedTokenAtOnce() {
        NewToken token = ofAda("read");
        assertThat(callerOf(token)).isPresent();
        assertThat(tokens.revoke(token.token().id())).isTrue();
        assertThat(callerOf(token)).isEmpty();
        assertThat(tokens.revoke(token.token().id())).isFalse();
    }

    @Test
    void refusesWithinAMinuteATokenThatAnotherProcessRevoked() {
        NewToken token = ofAda("read");
        assertThat(callerOf(token)).isPresent();
        tokens().revoke(token.token().id());
        nanos.pass(1, TimeUnit.MINUTES);
        assertThat(callerOf(token)).isEmpty();
    }

    @Test
    void doesNotTrustWhatWasReadBeforeARevocation() {
        NewToken token = ofAda("read");
        transactions.afterwards = () -> tokens.revoke(token.token().id());
        callerOf(token);
        assertThat(callerOf(token)).isEmpty();
    }

    @Test
    void refusesAnExpiredToken() {
        NewToken token = ofAda("read");
        nanos.pass(23, TimeUnit.HOURS);
        assertThat(callerOf(token)).isPresent();
        nanos.pass(1, TimeUnit.HOURS);
        assertThat(callerOf(token)).isEmpty();
        assertThat(tokens().authenticate(token.secret(), HERE)).isEmpty();
    }

    @Test
    void endsWithItsAccount() {
        NewToken token = ofAda("read");
        accounts.create("bob", "correct horse", List.of("admin"));
        assertThat(callerOf(token)).isPresent();
        accounts.remove("ada");
        assertThat(callerOf(token)).isEmpty();
        accounts.create("ada", "battery staple", List.of());
        assertThat(callerOf(token)).isEmpty();
        assertThat(tokens.list()).isEmpty();
    }

    @Test
    void hasTheNewGroupsOfItsAccountAtOnce() {
        NewToken token = ofAda("read", "admin");
        assertThat(callerOf(token).orElseThrow().account().groups()).containsExactlyInAnyOrder("admin", "editors");
        accounts.changeGroups("ada", Set.of("admin", "readers"));
        assertThat(callerOf(token).orElseThrow().account().groups()).containsExactlyInAnyOrder("admin", "readers");
    }

    @Test
    void endsWithThePasswordIfThePasswordGrantedIt() {
        NewToken created = ofAda("read");
        NewToken granted = tokens.grant(Caller.of(new Account("ada", Set.of())), List.of(), DAY);
        assertThat(callerOf(granted).orElseThrow().scopes()).containsExactlyInAnyOrder("read", "write");
        accounts.changePassword("ada", "battery staple");
        assertThat(callerOf(granted)).isEmpty();
        assertThat(callerOf(created)).isPresent();
    }

    @Test
    void grantsNoMoreThanTheTokenHas() {
        NewToken parent = tokens.create("ada", "ci", List.of("read", "write"), Duration.ofHours(1));
        Caller caller = callerOf(parent).orElseThrow();
        NewToken granted = tokens.grant(caller, List.of("read"), DAY);
        assertThat(granted.token().expires()).isEqualTo(parent.token().expires());
        assertThat(Duration.between(parent.token().created(), parent.token().expires()))
                .isEqualTo(Duration.ofHours(1));
        assertThat(callerOf(granted).orElseThrow().scopes()).containsExactly("read");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.grant(caller, List.of("admin"), DAY))
                .withMessageContaining("does not have the scope admin");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.grant(callerOf(granted).orElseThrow(), List.of(), DAY))
                .withMessageContaining("cannot be used to get another one");
        tokens.revoke(parent.token().id());
        assertThat(callerOf(granted)).isEmpty();
        assertThat(revoked)
                .containsExactlyInAnyOrder(parent.token().id(), granted.token().id());
    }

    @Test
    void limitsTheTokensOfAnAccount() {
        NewToken first = tokens.grant(Caller.of(new Account("ada", Set.of())), List.of(), Duration.ofHours(1));
        assertThat(callerOf(first)).isPresent();
        for (int i = 0; i < JpaTokens.MAX_GRANTED; i++) {
            tokens.grant(Caller.of(new Account("ada", Set.of())), List.of(), DAY);
        }
        assertThat(callerOf(first)).isEmpty();
        assertThat(revoked).containsExactly(first.token().id());
        for (int i = 0; i < JpaTokens.MAX_CREATED; i++) {
            ofAda("read");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> ofAda("read")).withMessageContaining("100 tokens");
    }

    @Test
    void recordsTheLastUseOnceInAWhile() {
        NewToken token = ofAda("read");
        assertThat(token.token().used()).isNull();
        callerOf(token);
        nanos.pass(10, TimeUnit.SECONDS);
        callerOf(token);
        tokens.flush();
        assertThat(tokens.find(token.token().id()).map(Token::used)).contains(start.plusSeconds(10));
    }

    @Test
    void forgetsTokensThatExpiredLongAgo() {
        NewToken created = ofAda("read");
        tokens.grant(Caller.of(new Account("ada", Set.of())), List.of(), DAY);
        nanos.pass(2, TimeUnit.DAYS);
        assertThat(tokens.list("ada"))
                .extracting(Token::id)
                .containsExactly(created.token().id());
        nanos.pass(JpaTokens.SHOWN_EXPIRED.toDays(), TimeUnit.DAYS);
        assertThat(tokens.list("ada")).isEmpty();
    }

    @Test
    void slowsDownGuessesButNotTokensInUse() {
        NewToken token = ofAda("read");
        callerOf(token);
        for (int i = 0; i < LoginPace.FREE_OF_ADDRESS; i++) {
            assertThat(tokens.authenticate("bqt_" + "A".repeat(41) + (10 + i), HERE))
                    .isEmpty();
        }
        assertThatThrownBy(() -> tokens.authenticate("bqt_" + "B".repeat(43), HERE))
                .isInstanceOf(LoginDeferredException.class)
                .hasMessageContaining("too many unknown ones");
        nanos.pass(1, TimeUnit.MINUTES);
        assertThat(callerOf(token)).isPresent();
    }

    @Test
    void saysThatItDidNotLookWhenTheDatabaseIsDown() {
        NewToken token = ofAda("read");
        transactions.isDown = true;
        assertThatThrownBy(() -> callerOf(token))
                .isInstanceOfSatisfying(LoginDeferredException.class, e -> assertThat(e.reason())
                        .isEqualTo(LoginDeferredException.Reason.STORE_DOWN));
    }

    @Test
    void refusesTokensThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> ofAda()).withMessageContaining("1 to 30 scopes");
        assertThatIllegalArgumentException().isThrownBy(() -> ofAda("a b")).withMessageContaining("'a b' is invalid");
        assertThatIllegalArgumentException().isThrownBy(() -> ofAda("x\"")).withMessageContaining("is invalid");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.create("eve", "ci", List.of("read"), DAY))
                .withMessageContaining("no account named 'eve'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.create("ada", " ", List.of("read"), DAY))
                .withMessageContaining("1 to 100 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.create("ada", "a\nb", List.of("read"), DAY))
                .withMessageContaining("control characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.create("ada", "a\ud800", List.of("read"), DAY))
                .withMessageContaining("half surrogate pairs");
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(3651))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tokens.create("ada", "ci", List.of("read"), wrong))
                    .withMessageContaining("1 second to 3650 days");
        }
    }

    /** The unit, which counts, may be down, and does something after a transaction. */
    private static final class Counted implements Transactions {
        private int count;
        private boolean isDown;
        private Runnable afterwards = () -> {};

        @Override
        public <T> T call(Function<EntityManager, T> work) {
            if (isDown) {
                throw new IllegalStateException("down");
            }
            count++;
            T result = unit.call(work);
            Runnable then = afterwards;
            afterwards = () -> {};
            then.run();
            return result;
        }
    }
}
