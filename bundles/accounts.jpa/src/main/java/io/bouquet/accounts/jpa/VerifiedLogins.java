package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Account;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A cache of recent successful logins, so that clients that send their password with each request do not cause a hash
 * each time. After some time an entry is valid only while the account still has the same stored hash. The cache
 * contains no passwords, only their HMAC with a key of this process. Thread-safe.
 */
final class VerifiedLogins {
    static final int MAX_SIZE = 1_000;
    static final long FRESH_NANOS = 60_000_000_000L;

    private static final String ALGORITHM = "HmacSHA256";

    /** Never used itself: a copy costs less than a new one, and each thread needs its own. */
    private final Mac keyed;

    private final LongSupplier nanoTime;
    private final Map<ByteBuffer, Verified> byLogin = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
            return size() > MAX_SIZE;
        }
    };
    private long forgotten;

    VerifiedLogins(SecureRandom random, LongSupplier nanoTime) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
        this.nanoTime = nanoTime;
    }

    /** Returns the account of a recent login. */
    Optional<Account> find(String name, String password) {
        return verified(name, password)
                .filter(known -> nanoTime.getAsLong() - known.since < FRESH_NANOS)
                .map(Verified::account);
    }

    /** Returns the stored hash that a login matched, however long ago. */
    Optional<PasswordHash> hash(String name, String password) {
        return verified(name, password).map(Verified::hash);
    }

    private Optional<Verified> verified(String name, String password) {
        ByteBuffer login = hmac(name, password);
        synchronized (this) {
            return Optional.ofNullable(byLogin.get(login));
        }
    }

    /** Returns a stamp; call this before reading the password from the database. */
    synchronized long stamp() {
        return forgotten;
    }

    /** Does nothing if a password has changed since {@code stamp}: the old password may have been verified. */
    void add(String name, String password, Account account, PasswordHash hash, long stamp) {
        ByteBuffer login = hmac(name, password);
        synchronized (this) {
            if (stamp == forgotten) {
                byLogin.put(login, new Verified(account, hash, nanoTime.getAsLong()));
            }
        }
    }

    synchronized void forget(String name) {
        forgotten++;
        byLogin.values().removeIf(verified -> verified.account.name().equals(name));
    }

    private ByteBuffer hmac(String name, String password) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return ByteBuffer.wrap(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the " + ALGORITHM + " of this JDK cannot be copied", e);
        }
    }

    private record Verified(Account account, PasswordHash hash, long since) {}
}
