package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.data.Transactions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts in the persistence unit {@code accounts}.
 *
 * <p>Immediate, so that {@code admin} is there before anybody asks for it.
 */
@Component(immediate = true)
public final class JpaAccounts implements Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(JpaAccounts.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 256;
    private static final int MAX_GROUPS = 30;

    private final Transactions transactions;
    private final SecureRandom random = new SecureRandom();
    private final PasswordHash nobody = PasswordHash.ofNobody(random);
    private final VerifiedLogins verified;
    private final FailedLogins failed;
    /** Hashes are slow on purpose; a flood of wrong logins must leave a processor to the others. */
    private final Semaphore hashing =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    /** Makes the first account where there is none. */
    @Activate
    public JpaAccounts(@Reference(target = "(data.unit=accounts)") Transactions transactions, BundleContext context) {
        this(transactions, System::nanoTime);
        // here, though it takes a moment: whoever sees this service can log in
        new FirstStart(this, Path.of(context.getProperty("karaf.data")), random)
                .run(System.getenv(FirstStart.PASSWORD_VARIABLE));
    }

    JpaAccounts(Transactions transactions, LongSupplier nanoTime) {
        this.transactions = transactions;
        this.verified = new VerifiedLogins(random, nanoTime);
        this.failed = new FailedLogins(nanoTime);
    }

    @Override
    public Optional<Account> authenticate(String givenName, String password) {
        String name = givenName.toLowerCase(Locale.ROOT);
        Optional<Account> known = verified.find(name, password);
        if (known.isPresent()) {
            return known;
        }
        Optional<PasswordHash> wasRightFor = verified.hash(name, password);
        boolean mayTry = failed.mayTry(name);
        if (!mayTry && wasRightFor.isEmpty()) {
            return Optional.empty();
        }
        long stamp = verified.stamp();
        boolean fit = NAME.matcher(name).matches();
        StoredAccount stored = fit ? transactions.call(em -> em.find(StoredAccount.class, name)) : null;
        if (stored != null && wasRightFor.filter(stored.password()::isSameAs).isPresent()) {
            return Optional.of(remember(name, password, stored, stamp));
        }
        if (!mayTry) {
            return Optional.empty();
        }
        Optional<Account> account = check(name, password, stored, stamp);
        // names without an account too: that they are never slowed down would tell them apart
        if (account.isEmpty() && fit && failed.add(name) == FailedLogins.FREE) {
            LOG.warn("{} wrong passwords in a row for the account '{}'; more are slowed down", FailedLogins.FREE, name);
        }
        return account;
    }

    private Optional<Account> check(String name, String password, @Nullable StoredAccount stored, long stamp) {
        hashing.acquireUninterruptibly();
        try {
            // of many that come at once with the same password, the first has found out for all
            Optional<Account> meanwhile = verified.find(name, password);
            if (meanwhile.isPresent()) {
                return meanwhile;
            }
            PasswordHash hash = stored == null ? nobody : stored.password();
            return hash.matches(password) && stored != null
                    ? Optional.of(remember(name, password, stored, stamp))
                    : Optional.empty();
        } finally {
            hashing.release();
        }
    }

    private Account remember(String name, String password, StoredAccount stored, long stamp) {
        Account account = stored.toAccount();
        failed.forgive(name);
        verified.add(name, password, account, stored.password(), stamp);
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
        for (String group : groups) {
            if (!GROUP.matcher(group).matches()) {
                throw new IllegalArgumentException(
                        "the group '" + group + "' is unfit; it has 1 to 32 characters of a-z, 0-9 and -");
            }
        }
        if (groups.size() > MAX_GROUPS) {
            throw new IllegalArgumentException(groups.size() + " groups; at most " + MAX_GROUPS);
        }
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
            // two at once: the primary key lets one through
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
            StoredAccount stored = em.find(StoredAccount.class, name);
            if (stored == null) {
                throw new IllegalArgumentException("no account named '" + name + "'");
            }
            stored.setPassword(hash);
        });
        verified.forget(name);
        failed.forgive(name);
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
