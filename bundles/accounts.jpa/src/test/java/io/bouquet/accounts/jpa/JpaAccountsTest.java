package io.bouquet.accounts.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Audit;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.accounts.LoginDeferredException.Reason;
import io.bouquet.accounts.jpa.LoginPace.Source;
import io.bouquet.accounts.spi.AccountListener;
import io.bouquet.data.Transactions;
import io.bouquet.data.openjpa.Database;
import io.bouquet.data.openjpa.OpenUnit;
import io.bouquet.data.openjpa.PluginFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JpaAccountsTest {
    private static Database database;
    private static OpenUnit unit;

    @TempDir
    private Path data;

    private final Clock clock = new Clock();
    private final JpaAccounts accounts = new JpaAccounts(unit, clock);

    @BeforeAll
    static void open() throws Exception {
        database = new Database("jdbc:derby:memory:accounts");
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
    void empty() {
        unit.run(em -> em.createQuery("delete from StoredAccount").executeUpdate());
    }

    @Test
    void letsInWhoKnowsThePassword() {
        accounts.create("ada", "correct horse", List.of("editors", "admin"));
        Account ada = new Account("ada", Set.of("admin", "editors"));
        assertThat(accounts.authenticate("ada", "correct horse")).contains(ada);
        assertThat(accounts.authenticate("Ada", "correct horse")).contains(ada);
        assertThat(accounts.authenticate("ada", "Correct horse")).isEmpty();
        assertThat(accounts.authenticate("ada", "")).isEmpty();
        assertThat(accounts.authenticate("bob", "correct horse")).isEmpty();
        assertThat(accounts.authenticate("' or 1=1 --", "correct horse")).isEmpty();
    }

    @Test
    void takesPasswordsInAnyScript() {
        String password = "пароль\u0000😀𝒳";
        accounts.create("ada", password, List.of());
        assertThat(accounts.authenticate("ada", password)).isPresent();
        assertThat(accounts.authenticate("ada", "пароль\u0000😀")).isEmpty();
    }

    @Test
    void keepsNoPassword() {
        accounts.create("ada", "correct horse", List.of());
        accounts.create("bob", "correct horse", List.of());
        List<?> hashes = unit.call(em -> em.createQuery("select a.hash, a.salt, a.iterations from StoredAccount a")
                .getResultList());
        Object[] first = (Object[]) hashes.get(0);
        Object[] second = (Object[]) hashes.get(1);
        assertThat(first[0]).isNotEqualTo(second[0]).asString().hasSize(88).doesNotContain("horse");
        assertThat(first[1]).isNotEqualTo(second[1]);
        assertThat(first[2]).isEqualTo(PasswordHash.ITERATIONS);
    }

    @Test
    void refusesTheOldPasswordAtOnceAfterAChange() {
        accounts.create("ada", "correct horse", List.of());
        assertThat(accounts.authenticate("ada", "correct horse")).isPresent();
        accounts.changePassword("ada", "battery staple");
        assertThat(accounts.authenticate("ada", "correct horse")).isEmpty();
        assertThat(accounts.authenticate("ada", "battery staple")).isPresent();
    }

    @Test
    void seesWhatOthersChangedWithinAMinute() {
        accounts.create("ada", "correct horse", List.of());
        assertThat(accounts.authenticate("ada", "correct horse")).isPresent();
        JpaAccounts elsewhere = new JpaAccounts(unit, clock);
        elsewhere.changePassword("ada", "battery staple");
        clock.pass(1, TimeUnit.MINUTES);
        assertThat(accounts.authenticate("ada", "correct horse")).isEmpty();
        assertThat(accounts.authenticate("ada", "battery staple")).isPresent();
    }

    @Test
    void letsInManyAtOnceAlsoWhereTheLoginIsNoLongerFresh() {
        accounts.create("ada", "correct horse", List.of());
        for (int minute = 0; minute < 3; minute++) {
            assertThat(IntStream.range(0, 20)
                            .parallel()
                            .filter(i -> accounts.authenticate("ada", "correct horse")
                                    .isPresent())
                            .count())
                    .isEqualTo(20);
            clock.pass(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void slowsDownGuessingButNotWhoIsLoggedInNorOtherAddresses() {
        accounts.create("ada", "correct horse", List.of());
        accounts.create("bob", "correct horse", List.of());
        assertThat(accounts.authenticate("ada", "correct horse", "192.0.2.1")).isPresent();
        for (int i = 0; i < LoginPace.FREE; i++) {
            assertThat(accounts.authenticate("ada", "guess " + i, "192.0.2.1")).isEmpty();
            assertThat(accounts.authenticate("bob", "guess " + i, "192.0.2.1")).isEmpty();
        }
        assertDeferred("bob", "correct horse", "192.0.2.1", Reason.TOO_MANY_WRONG, 1);
        assertThat(accounts.authenticate("bob", "correct horse", "192.0.2.2")).isPresent();
        assertThat(accounts.authenticate("ada", "correct horse", "192.0.2.1")).isPresent();
        clock.pass(1, TimeUnit.MINUTES);
        assertThat(accounts.authenticate("ada", "correct horse", "192.0.2.1")).isPresent();
    }

    @Test
    void hashesNoGuessMoreThanThePaceAllowsHoweverManyComeAtOnce() {
        accounts.create("ada", "correct horse", List.of());
        AtomicInteger compared = new AtomicInteger();
        IntStream.range(0, 4 * LoginPace.FREE).parallel().forEach(i -> {
            try {
                accounts.authenticate("ada", "guess " + i, "192.0.2.1");
                compared.incrementAndGet();
            } catch (LoginDeferredException e) {
                assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_WRONG);
            }
        });
        assertThat(compared).hasValue(LoginPace.FREE);
    }

    @Test
    void refusesAtOnceWhereTooManyLoginsWaitButNotWhoWasRightBefore() {
        accounts.create("ada", "correct horse", List.of());
        HashTurns turns = new HashTurns(1, 0, 1);
        JpaAccounts busy = new JpaAccounts(unit, clock, turns);
        assertThat(busy.authenticate("ada", "correct horse", "192.0.2.1")).isPresent();
        turns.take(Source.of("eve", "192.0.2.66"));
        assertThatThrownBy(() -> busy.authenticate("ada", "wrong horse", "192.0.2.1"))
                .isInstanceOfSatisfying(LoginDeferredException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.BUSY));
        assertThat(busy.authenticate("ada", "correct horse", "192.0.2.1")).isPresent();
        clock.pass(1, TimeUnit.HOURS);
        assertThat(busy.authenticate("ada", "correct horse", "192.0.2.1")).isPresent();
    }

    @Test
    void saysThatTheDatabaseDoesNotAnswerRatherThanThatThePasswordIsWrong() {
        JpaAccounts cutOff = new JpaAccounts(
                new Transactions() {
                    @Override
                    public <T> T call(Function<EntityManager, T> work) {
                        throw new PersistenceException("the disk is full");
                    }
                },
                clock);
        assertThatThrownBy(() -> cutOff.authenticate("ada", "correct horse", "192.0.2.1"))
                .isInstanceOfSatisfying(LoginDeferredException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.STORE_DOWN))
                .hasMessageContaining("database");
    }

    @Test
    void changesGroupsAtOnce() {
        accounts.create("root", "correct horse", List.of("admin"));
        accounts.create("ada", "correct horse", List.of());
        accounts.authenticate("ada", "correct horse");
        Account ada = new Account("ada", Set.of("admin", "editors"));
        assertThat(accounts.changeGroups("ada", Set.of("editors", "admin"))).isEqualTo(ada);
        assertThat(accounts.authenticate("ada", "correct horse")).contains(ada);
        accounts.changeGroups("ada", Set.of());
        assertThat(accounts.authenticate("ada", "correct horse")).contains(new Account("ada", Set.of()));
        assertThatThrownBy(() -> accounts.changeGroups("ada", Set.of("a,b"))).hasMessageContaining("'a,b' is unfit");
        assertThatThrownBy(() -> accounts.changeGroups("bob", Set.of())).hasMessage("no account named 'bob'");
    }

    @Test
    void refusesARemovedAccountAtOnceAndLetsItsNameBeTakenAnew() {
        accounts.create("ada", "correct horse", List.of());
        accounts.authenticate("ada", "correct horse");
        accounts.remove("ada");
        assertThat(accounts.authenticate("ada", "correct horse")).isEmpty();
        assertThatThrownBy(() -> accounts.remove("ada")).hasMessage("no account named 'ada'");
        accounts.create("ada", "battery staple", List.of());
        assertThat(accounts.authenticate("ada", "battery staple")).isPresent();
    }

    @Test
    void keepsTheLastAdministrator() {
        accounts.create("root", "correct horse", List.of("admin"));
        accounts.create("ada", "correct horse", List.of("editors"));
        assertThatThrownBy(() -> accounts.remove("root"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'root' is the last administrator and cannot be removed");
        assertThatThrownBy(() -> accounts.changeGroups("root", Set.of("editors")))
                .hasMessageContaining("cannot leave the group admin");
        accounts.changeGroups("root", Set.of("admin", "editors"));
        accounts.changeGroups("ada", Set.of("admin"));
        accounts.remove("root");
        assertThat(accounts.list()).extracting(Account::name).containsExactly("ada");
    }

    @Test
    void tellsListenersOfEachChange() {
        List<String> heard = new ArrayList<>();
        accounts.listeners = List.of(new AccountListener() {
            @Override
            public void passwordChanged(String name) {
                heard.add("password " + name);
                throw new IllegalStateException("a listener that fails");
            }

            @Override
            public void groupsChanged(Account account) {
                heard.add("groups " + account.groups());
            }

            @Override
            public void removed(String name) {
                heard.add("removed " + name);
            }
        });
        accounts.create("ada", "correct horse", List.of());
        accounts.changePassword("ada", "battery staple");
        accounts.changeGroups("ada", Set.of("editors"));
        accounts.remove("ada");
        assertThat(heard).containsExactly("password ada", "groups [editors]", "removed ada");
    }

    @Test
    void refusesUnfitNamesGroupsAndPasswords() {
        assertRefused("Ada", "correct horse", List.of(), "'Ada' is unfit");
        assertRefused("", "correct horse", List.of(), "'' is unfit");
        assertRefused("ada", "correct horse", List.of("a,b"), "'a,b' is unfit");
        assertRefused("ada", "1234567", List.of(), "8 to 256 characters, this one 7");
        accounts.create("ada", "correct horse", List.of());
        assertRefused("ada", "correct horse", List.of(), "'ada' is taken");
        assertThatThrownBy(() -> accounts.changePassword("bob", "correct horse"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no account named 'bob'");
        assertThat(accounts.list()).containsExactly(new Account("ada", Set.of()));
    }

    @Test
    void letsOneOfManyTakeANameAtOnce() {
        AtomicInteger refused = new AtomicInteger();
        IntStream.range(0, 4).parallel().forEach(i -> {
            try {
                accounts.create("ada", "correct horse " + i, List.of());
            } catch (IllegalArgumentException e) {
                refused.incrementAndGet();
            }
        });
        assertThat(refused).hasValue(3);
        assertThat(accounts.list()).hasSize(1);
    }

    @Test
    void givesAdminTheWantedPasswordAtTheFirstStart() {
        firstStart("correct horse");
        assertThat(accounts.authenticate("admin", "correct horse"))
                .contains(new Account("admin", Set.of(Account.ADMIN)));
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void givesAdminARandomPasswordInAFileThatOnlyTheOwnerReads() throws Exception {
        firstStart(null);
        assertRandomPassword();
    }

    @Test
    void givesAdminARandomPasswordWhereTheWantedOneIsTooShort() throws Exception {
        firstStart("1234567");
        assertThat(accounts.authenticate("admin", "1234567")).isEmpty();
        assertRandomPassword();
    }

    @Test
    void leavesTheAccountsOfALaterStartAlone() {
        accounts.create("ada", "correct horse", List.of());
        firstStart("battery staple");
        assertThat(accounts.list()).extracting(Account::name).containsExactly("ada");
    }

    @Test
    void takesANewPasswordFromTheDataFolder() throws Exception {
        accounts.create("admin", "correct horse", List.of("admin"));
        List<String> log = new ArrayList<>();
        Audit audit = new LoggedAudit(log::add, InstantSource.system());
        try (PasswordReset reset = new PasswordReset(accounts, data, audit)) {
            Path request = data.resolve(PasswordReset.REQUEST);
            Files.writeString(request, "admin\nbättery staple\n");
            reset.start();
            assertThat(request).doesNotExist();
            assertThat(data.resolve(PasswordReset.ANSWER)).hasContent("done");
            assertThat(accounts.authenticate("admin", "correct horse")).isEmpty();
            assertThat(accounts.authenticate("admin", "bättery staple")).isPresent();
            assertThat(log)
                    .singleElement()
                    .asString()
                    .contains("\"who\":\"-\"", "\"what\":\"new password of admin\"", "\"outcome\":\"done\"")
                    .doesNotContain("staple");

            Files.writeString(request, "root\nbattery staple\n");
            reset.poll();
            assertThat(request).doesNotExist();
            assertThat(data.resolve(PasswordReset.ANSWER))
                    .hasContent("no account named 'root' (administrators: admin)");
        }
    }

    private void firstStart(String wanted) {
        Accounts all = accounts;
        new FirstStart(all, data, new SecureRandom()).run(wanted);
    }

    private void assertRandomPassword() throws Exception {
        Path file = data.resolve("admin-password");
        String password = Files.readString(file).strip();
        assertThat(password).matches("([a-km-z2-9]{5}-){3}[a-km-z2-9]{5}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(accounts.authenticate("admin", password)).isPresent();
        assertThat(data).isDirectoryNotContaining("glob:**.part");
    }

    private void assertDeferred(String name, String password, String address, Reason reason, int seconds) {
        assertThatThrownBy(() -> accounts.authenticate(name, password, address))
                .isInstanceOfSatisfying(LoginDeferredException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.retryAfterSeconds()).isEqualTo(seconds);
                });
    }

    private void assertRefused(String name, String password, List<String> groups, String why) {
        assertThatThrownBy(() -> accounts.create(name, password, groups))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
