package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.accounts.LoginDeferredException.Reason;
import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Scopes;
import io.bouquet.accounts.Token;
import io.bouquet.accounts.Tokens;
import io.bouquet.accounts.jpa.LoginPace.Source;
import io.bouquet.accounts.spi.AccountListener;
import io.bouquet.common.BackgroundThread;
import io.bouquet.common.Surrogates;
import io.bouquet.data.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The tokens in the persistence unit {@code accounts}. Other bundles use them through {@link GuardedTokens}. */
@Component(service = {JpaTokens.class, AccountListener.class})
public final class JpaTokens implements Tokens, AccountListener {
    static final int MAX_CREATED = 100;
    static final int MAX_GRANTED = 100;
    /** Time for which expired tokens that a user created stay in the lists. */
    static final Duration SHOWN_EXPIRED = Duration.ofDays(30);

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 8;
    private static final int LONGEST_NAME = 100;
    private static final Duration FLUSH_EVERY = Duration.ofMinutes(1);
    private static final int STORE_DOWN_SECONDS = 5;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int SECRET_LENGTH =
            PREFIX.length() + BASE64.encodeToString(new byte[SECRET_BYTES]).length();

    private final Transactions transactions;
    private final LoginPace pace;
    private final InstantSource clock;
    private final KnownTokens known;
    private final Consumer<String> onRevoked;
    private final SecureRandom random = new SecureRandom();
    private final BackgroundThread background = new BackgroundThread("bouquet-tokens");

    @Activate
    public JpaTokens(
            @Reference(target = "(data.unit=accounts)") Transactions transactions, @Reference JpaAccounts accounts) {
        this(
                transactions,
                accounts.pace(),
                InstantSource.system(),
                System::nanoTime,
                id -> accounts.tell(listener -> listener.tokenRevoked(id)));
        background.repeat(FLUSH_EVERY, this::flush);
    }

    JpaTokens(
            Transactions transactions,
            LoginPace pace,
            InstantSource clock,
            LongSupplier nanoTime,
            Consumer<String> onRevoked) {
        this.transactions = transactions;
        this.pace = pace;
        this.clock = clock;
        this.known = new KnownTokens(nanoTime);
        this.onRevoked = onRevoked;
    }

    @Deactivate
    void close() {
        background.execute(this::flush);
        // do not interrupt: an interrupt makes Derby close its connection
        background.closeGently(Duration.ofSeconds(10));
    }

    @Override
    public NewToken create(String account, String givenName, Collection<String> scopes, Duration validity) {
        String name = givenName.strip();
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)
                || Surrogates.firstUnpaired(name) >= 0) {
            throw new IllegalArgumentException("the name of a token has 1 to " + LONGEST_NAME
                    + " characters, without control characters or half surrogate pairs");
        }
        SortedSet<String> checked = Scopes.checked(scopes);
        check(validity);
        return transactions.call(em -> {
            if (em.find(StoredAccount.class, account) == null) {
                throw new IllegalArgumentException("no account named '" + account + "'");
            }
            long count = em.createQuery(
                            "select count(t) from StoredToken t where t.account = :account and t.grantedBy = :by",
                            Long.class)
                    .setParameter("account", account)
                    .setParameter("by", StoredToken.BY_USER)
                    .getSingleResult();
            if (count >= MAX_CREATED) {
                throw new IllegalArgumentException(
                        "'" + account + "' has " + count + " tokens, the maximum; revoke some that are not needed");
            }
            Instant now = clock.instant();
            return add(em, account, name, checked, StoredToken.BY_USER, now, now.plus(validity));
        });
    }

    @Override
    public NewToken grant(Caller caller, Collection<String> scopes, Duration validity) {
        check(validity);
        SortedSet<String> granted = Scopes.checked(scopes.isEmpty() ? own(caller) : scopes);
        for (String scope : granted) {
            if (!caller.has(scope)) {
                throw new IllegalArgumentException("the token does not have the scope " + scope);
            }
        }
        String account = caller.account().name();
        List<String> removed = new ArrayList<>();
        NewToken created = transactions.call(em -> {
            String by = StoredToken.BY_PASSWORD;
            Instant now = clock.instant();
            Instant expires = now.plus(validity);
            if (caller.scopes() != null) {
                // locked, so that revoking it waits, and then finds the new token
                StoredToken parent = em.find(StoredToken.class, caller.token(), LockModeType.PESSIMISTIC_WRITE);
                if (parent == null || parent.isGranted()) {
                    throw new IllegalArgumentException(
                            "a token that was granted for a limited time cannot be used to get another one");
                }
                by = caller.token();
                Instant end = Instant.ofEpochMilli(parent.expires());
                expires = end.isBefore(expires) ? end : expires;
            }
            removed.clear();
            removed.addAll(makeRoom(em, account));
            return add(
                    em,
                    account,
                    "granted for " + (caller.scopes() == null ? "a password" : "the token " + by),
                    granted,
                    by,
                    now,
                    expires);
        });
        tellRevoked(removed);
        return created;
    }

    private static Collection<String> own(Caller caller) {
        return caller.scopes() == null ? Scopes.DEFAULT : caller.scopes();
    }

    private static void check(Duration validity) {
        if (validity.compareTo(Duration.ofSeconds(1)) < 0 || validity.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException(
                    "a token is valid for 1 second to " + MAX_VALIDITY.toDays() + " days, not for " + validity);
        }
    }

    /** Removes granted tokens of the account that expire first, if there are too many; returns their ids. */
    private static List<String> makeRoom(EntityManager em, String account) {
        List<StoredToken> granted = em.createQuery(
                        "select t from StoredToken t where t.account = :account and t.grantedBy <> :by"
                                + " order by t.expires desc",
                        StoredToken.class)
                .setParameter("account", account)
                .setParameter("by", StoredToken.BY_USER)
                .getResultList();
        return granted.size() < MAX_GRANTED
                ? List.of()
                : remove(em, List.copyOf(granted).subList(MAX_GRANTED - 1, granted.size()));
    }

    private static List<String> remove(EntityManager em, List<StoredToken> tokens) {
        tokens.forEach(em::remove);
        return tokens.stream().map(token -> token.toToken().id()).toList();
    }

    private void tellRevoked(List<String> ids) {
        if (!ids.isEmpty()) {
            // after the commit: what was read before it no longer counts
            known.forget();
            ids.forEach(onRevoked);
        }
    }

    private NewToken add(
            EntityManager em,
            String account,
            String name,
            SortedSet<String> scopes,
            String grantedBy,
            Instant created,
            Instant expires) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + BASE64.encodeToString(bytes);
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        StoredToken stored = new StoredToken(
                HexFormat.of().formatHex(id),
                hash(secret),
                account,
                name,
                scopes,
                grantedBy,
                created.toEpochMilli(),
                expires.toEpochMilli());
        em.persist(stored);
        return new NewToken(stored.toToken(), secret);
    }

    @Override
    public List<Token> list(String account) {
        flush();
        return transactions.call(em -> tokens(em.createQuery(
                        "select t from StoredToken t where t.account = :account order by t.created desc, t.id",
                        StoredToken.class)
                .setParameter("account", account)
                .getResultList()));
    }

    @Override
    public List<Token> list() {
        flush();
        return transactions.call(em ->
                tokens(em.createQuery("select t from StoredToken t order by t.created desc, t.id", StoredToken.class)
                        .getResultList()));
    }

    private static List<Token> tokens(List<StoredToken> stored) {
        return stored.stream().map(StoredToken::toToken).toList();
    }

    @Override
    public Optional<Token> find(String id) {
        return Optional.ofNullable(transactions.call(em -> em.find(StoredToken.class, id)))
                .map(StoredToken::toToken);
    }

    @Override
    public boolean revoke(String id) {
        List<String> removed = transactions.call(em -> {
            // locked, so that a token which it grants at this moment is found, too
            em.find(StoredToken.class, id, LockModeType.PESSIMISTIC_WRITE);
            return remove(
                    em,
                    em.createQuery(
                                    "select t from StoredToken t where t.id = :id or t.grantedBy = :id",
                                    StoredToken.class)
                            .setParameter("id", id)
                            .getResultList());
        });
        tellRevoked(removed);
        return !removed.isEmpty();
    }

    @Override
    public Optional<Caller> authenticate(String secret, String address) {
        if (secret.length() != SECRET_LENGTH || !secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String hash = hash(secret);
        KnownTokens.Known fresh = known.fresh(hash);
        return fresh != null ? fresh.use(clock.millis()) : read(hash, address);
    }

    private Optional<Caller> read(String hash, String address) {
        Source source = Source.of(hash, address);
        boolean wasRight = known.has(hash);
        if (!wasRight) {
            refusePaused(source);
        }
        long stamp = known.stamp();
        KnownTokens.Known read;
        try {
            read = transactions.call(em -> read(em, hash));
        } catch (RuntimeException e) {
            throw new LoginDeferredException(
                    Reason.STORE_DOWN,
                    "the token was not checked: the database of the accounts does not answer; try again soon",
                    STORE_DOWN_SECONDS,
                    e);
        }
        if (read == null) {
            known.remove(hash);
            if (!wasRight) {
                pace.add(source);
            }
            return Optional.empty();
        }
        pace.forgive(source);
        known.add(hash, read, stamp);
        return read.use(clock.millis());
    }

    private static KnownTokens.@Nullable Known read(EntityManager em, String hash) {
        List<StoredToken> found = em.createQuery("select t from StoredToken t where t.hash = :hash", StoredToken.class)
                .setParameter("hash", hash)
                .getResultList();
        StoredAccount account = found.isEmpty()
                ? null
                : em.find(StoredAccount.class, found.get(0).account());
        if (account == null) {
            return null;
        }
        Token token = found.get(0).toToken();
        return new KnownTokens.Known(
                new Caller(account.toAccount(), token.scopes(), token.id()),
                found.get(0).expires());
    }

    private void refusePaused(Source source) {
        long pause = pace.pauseNanos(source);
        if (pause > 0) {
            int seconds = (int) Math.ceil(pause / 1e9);
            throw new LoginDeferredException(
                    Reason.TOO_MANY_WRONG,
                    "the token was not checked: too many unknown ones came from your address; try again in " + seconds
                            + " s",
                    seconds);
        }
    }

    /** Writes the times of the last use, and deletes tokens that expired long ago. */
    void flush() {
        List<KnownTokens.Known> used = known.used();
        long now = clock.millis();
        transactions.run(em -> {
            for (KnownTokens.Known one : used) {
                StoredToken stored = em.find(StoredToken.class, one.id());
                if (stored != null) {
                    stored.setUsed(one.lastUse());
                }
            }
            em.createQuery("delete from StoredToken t where t.expires < :old"
                            + " or (t.expires < :now and t.grantedBy <> :by)")
                    .setParameter("old", now - SHOWN_EXPIRED.toMillis())
                    .setParameter("now", now)
                    .setParameter("by", StoredToken.BY_USER)
                    .executeUpdate();
        });
    }

    /** The tokens that the old password granted are deleted together with it. */
    @Override
    public void passwordChanged(String name) {
        known.forget();
    }

    @Override
    public void groupsChanged(Account account) {
        known.forget();
    }

    @Override
    public void removed(String name) {
        known.forget();
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
