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
 * Logins that were right a short while ago, so that a client that sends its password with each request does not cost a
 * password hash each time. One that is no longer fresh is good only for the stored hash that it was right for. Passwords
 * are not in it, only their HMAC under a key that this process never shows. Thread-safe.
 */
final class VerifiedLogins {
    static final int MAX_SIZE = 1_000;
    static final long FRESH_NANOS = 60_000_000_000L;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
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
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.nanoTime = nanoTime;
    }

    /** Of a login that is fresh. */
    Optional<Account> find(String name, String password) {
        return verified(name, password)
                .filter(known -> nanoTime.getAsLong() - known.since < FRESH_NANOS)
                .map(Verified::account);
    }

    /** What a login was right for, however long ago. */
    Optional<PasswordHash> hash(String name, String password) {
        return verified(name, password).map(Verified::hash);
    }

    private Optional<Verified> verified(String name, String password) {
        ByteBuffer login = hmac(name, password);
        synchronized (this) {
            return Optional.ofNullable(byLogin.get(login));
        }
    }

    /** To be asked for before the password is read from the database. */
    synchronized long stamp() {
        return forgotten;
    }

    /** Does nothing where a password was changed since {@code stamp}: it may be the old one that was verified. */
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
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return ByteBuffer.wrap(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }

    private record Verified(Account account, PasswordHash hash, long since) {}
}
