package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Audit;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.accounts.LoginDeferredException.Reason;
import io.bouquet.accounts.jpa.LoginPace.Source;
import io.bouquet.accounts.spi.AccountListener;
import io.bouquet.data.Transactions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts in the persistence unit {@code accounts}. Other bundles use them through {@link GuardedAccounts}.
 *
 * <p>Immediate, so that {@code admin} exists before the first login.
 */
@Component(service = JpaAccounts.class, immediate = true)
public final class JpaAccounts implements Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(JpaAccounts.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final String NO_NAME = "(no name of an account)";
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 256;
    private static final int MAX_GROUPS = 30;
    /** Number of logins that wait for a hash; each holds one of the HTTP server's few hundred threads. */
    private static final int MAX_WAITING = 64;

    private static final Duration MAX_WAIT = Duration.ofSeconds(5);
    private static final int BUSY_SECONDS = 5;
    private static final int STORE_DOWN_SECONDS = 5;

    private final Transactions transactions;
    private final SecureRandom random = new SecureRandom();
    private final PasswordHash nobody = PasswordHash.ofNobody(random);
    private final VerifiedLogins verified;
    private final LoginPace pace;
    private final HashTurns turns;

    private @Nullable Audit audit;
    private @Nullable PasswordReset reset;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<AccountListener> listeners = List.of();
    /** Creates the first account if there is none. */
    @Activate
    public JpaAccounts(
            @Reference(target = "(data.unit=accounts)") Transactions transactions,
            @Reference Audit audit,
            BundleContext context) {
        this(transactions, System::nanoTime);
        this.audit = audit;
        // slow, but here: once this service is registered, people can log in
        Path data = Path.of(context.getProperty("karaf.data"));
        new FirstStart(this, data, random).run(System.getenv(FirstStart.PASSWORD_VARIABLE));
        reset = new PasswordReset(this, data, audit);
        reset.start();
    }

    JpaAccounts(Transactions transactions, LongSupplier nanoTime) {
        this(
                transactions,
                nanoTime,
                new HashTurns(
                        Math.max(1, Runtime.getRuntime().availableProcessors() - 1), MAX_WAITING, MAX_WAIT.toNanos()));
    }

    JpaAccounts(Transactions transactions, LongSupplier nanoTime, HashTurns turns) {
        this.transactions = transactions;
        this.verified = new VerifiedLogins(random, nanoTime);
        this.pace = new LoginPace(nanoTime);
        this.turns = turns;
    }

    @Deactivate
    void close() {
        if (reset != null) {
            reset.close();
        }
    }

    @Override
    public Optional<Account> authenticate(String givenName, String password, String address) {
        String name = givenName.toLowerCase(Locale.ROOT);
        Optional<Account> fresh = verified.find(name, password);
        if (fresh.isPresent()) {
            return fresh;
        }
        Source source = Source.of(name, address);
        // a cached login needs no hash, so wrong passwords of others do not delay it
        Optional<PasswordHash> wasRightFor = verified.hash(name, password);
        if (wasRightFor.isPresent()) {
            long stamp = verified.stamp();
            StoredAccount stored = find(name);
            if (stored != null && stored.password().isSameAs(wasRightFor.get())) {
                return Optional.of(remember(source, password, stored, stamp));
            }
        }
        refusePaused(source);
        if (!turns.take(source)) {
            record(true, source, "not checked: too many logins are waiting");
            throw new LoginDeferredException(
                    Reason.BUSY,
                    "the password was not checked, because too many logins are waiting; try again soon",
                    BUSY_SECONDS);
        }
        try {
            return check(source, password);
        } finally {
            turns.release(source);
        }
    }

    private Optional<Account> check(Source source, String password) {
        // of many concurrent logins with the same password, the first has filled the cache
        Optional<Account> meanwhile = verified.find(source.name(), password);
        if (meanwhile.isPresent()) {
            return meanwhile;
        }
        // of many concurrent guesses, the first may have used up the limit
        refusePaused(source);
        long stamp = verified.stamp();
        boolean fit = NAME.matcher(source.name()).matches();
        StoredAccount stored = fit ? find(source.name()) : null;
        PasswordHash hash = stored == null ? nobody : stored.password();
        if (hash.matches(password) && stored != null) {
            record(false, source, "right password");
            return Optional.of(remember(source, password, stored, stamp));
        }
        record(true, source, "wrong name or password");
        // unknown names are throttled too, otherwise they could be told apart
        if (pace.add(source) == LoginPace.FREE) {
            LOG.warn(
                    "{} wrong passwords in a row for the account '{}' from {}; more from there are slowed down",
                    LoginPace.FREE,
                    fit ? source.name() : NO_NAME,
                    source.shown());
        }
        return Optional.empty();
    }

    private void record(boolean refused, Source source, String outcome) {
        Audit record = audit;
        // an invalid name may be a password in the wrong field
        String who = NAME.matcher(source.name()).matches() ? source.name() : NO_NAME;
        if (record != null && refused) {
            record.refused(who, source.shown(), "login", outcome);
        } else if (record != null) {
            record.done(who, source.shown(), "login", outcome);
        }
    }

    private void refusePaused(Source source) {
        long pause = pace.pauseNanos(source);
        if (pause > 0) {
            int seconds = (int) Math.ceil(pause / 1e9);
            record(true, source, "not checked: too many wrong passwords before");
            throw new LoginDeferredException(
                    Reason.TOO_MANY_WRONG,
                    "the password was not checked: too many wrong ones came from your address; try again in " + seconds
                            + " s",
                    seconds);
        }
    }

    /** Returns the row with this name, or null. */
    private @Nullable StoredAccount find(String name) {
        try {
            return transactions.call(em -> em.find(StoredAccount.class, name));
        } catch (RuntimeException e) {
            throw new LoginDeferredException(
                    Reason.STORE_DOWN,
                    "the password was not checked: the database of the accounts does not answer; try again soon",
                    STORE_DOWN_SECONDS,
                    e);
        }
    }

    private Account remember(Source source, String password, StoredAccount stored, long stamp) {
        Account account = stored.toAccount();
        pace.forgive(source);
        verified.add(source.name(), password, account, stored.password(), stamp);
        return account;
    }

    @Override
    public List<Account> list() {
        return transactions.call(
                em -> em
                        .createQuery("select a from StoredAccount a order by a.name", StoredAccount.class)
                        .getResultList()
                        .stream()
                        .map(StoredAccount::toAccount)
                        .toList());
    }

    @Override
    public Account create(String name, String password, List<String> groups) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name '" + name + "' is unfit; it has 1 to 64 characters of a-z, 0-9, ., _,"
                            + " @ and -, and begins with a letter or a digit");
        }
        checkGroups(groups);
        checkPassword(password);
        StoredAccount created =
                new StoredAccount(name, PasswordHash.of(password, random), groups, System.currentTimeMillis());
        try {
            return transactions.call(em -> {
                if (em.find(StoredAccount.class, name) != null) {
                    throw taken(name);
                }
                em.persist(created);
                return created.toAccount();
            });
        } catch (PersistenceException e) {
            // of two concurrent calls, the primary key lets one succeed
            if (transactions.call(em -> em.find(StoredAccount.class, name)) != null) {
                throw taken(name);
            }
            throw e;
        }
    }

    @Override
    public void changePassword(String name, String password) {
        checkPassword(password);
        PasswordHash hash = PasswordHash.of(password, random);
        transactions.run(em -> {
            required(em, name).setPassword(hash);
            em.createQuery("delete from StoredToken t where t.account = :name and t.grantedBy = :by")
                    .setParameter("name", name)
                    .setParameter("by", StoredToken.BY_PASSWORD)
                    .executeUpdate();
        });
        forget(name);
        tell(listener -> listener.passwordChanged(name));
    }

    @Override
    public Account changeGroups(String name, Set<String> groups) {
        checkGroups(groups);
        Account changed = transactions.call(em -> {
            StoredAccount stored = required(em, name);
            if (!groups.contains(Account.ADMIN)) {
                keepAnAdministrator(em, stored, "leave the group " + Account.ADMIN);
            }
            stored.setGroups(groups);
            return stored.toAccount();
        });
        forget(name);
        tell(listener -> listener.groupsChanged(changed));
        return changed;
    }

    @Override
    public void remove(String name) {
        transactions.run(em -> {
            StoredAccount stored = required(em, name);
            keepAnAdministrator(em, stored, "be removed");
            em.remove(stored);
        });
        forget(name);
        tell(listener -> listener.removed(name));
    }

    /** Locks all administrators, so that two of them cannot remove each other at the same time. */
    private static void keepAnAdministrator(EntityManager em, StoredAccount leaving, String what) {
        if (!leaving.toAccount().groups().contains(Account.ADMIN)) {
            return;
        }
        boolean others = em
                .createQuery("select a from StoredAccount a", StoredAccount.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .map(StoredAccount::toAccount)
                .anyMatch(account -> !account.name().equals(leaving.toAccount().name())
                        && account.groups().contains(Account.ADMIN));
        if (!others) {
            throw new IllegalArgumentException("'" + leaving.toAccount().name()
                    + "' is the last administrator and cannot " + what + "; make another one first");
        }
    }

    private static StoredAccount required(EntityManager em, String name) {
        StoredAccount stored = em.find(StoredAccount.class, name);
        if (stored == null) {
            throw new IllegalArgumentException("no account named '" + name + "'");
        }
        return stored;
    }

    LoginPace pace() {
        return pace;
    }

    private void forget(String name) {
        verified.forget(name);
        pace.forget(name);
    }

    void tell(Consumer<AccountListener> news) {
        for (AccountListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.error("{} could not take in that an account changed; what it opened may go on", listener, e);
            }
        }
    }

    private static void checkGroups(Collection<String> groups) {
        for (String group : groups) {
            if (!GROUP.matcher(group).matches()) {
                throw new IllegalArgumentException("the group '" + group
                        + "' is unfit; it has 1 to 32 characters of a-z, 0-9 and -, and begins with a letter");
            }
        }
        if (groups.size() > MAX_GROUPS) {
            throw new IllegalArgumentException(groups.size() + " groups; at most " + MAX_GROUPS);
        }
    }

    private static IllegalArgumentException taken(String name) {
        return new IllegalArgumentException("the name '" + name + "' is taken");
    }

    private static void checkPassword(String password) {
        if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
            throw new IllegalArgumentException("a password has " + MIN_PASSWORD + " to " + MAX_PASSWORD
                    + " characters, this one " + password.length());
        }
    }
}
