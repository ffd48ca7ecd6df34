package io.bouquet.accounts.jpa;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The salted hash of a password: PBKDF2 (RFC 8018) with HMAC-SHA-512. */
final class PasswordHash {
    /** Recommended for HMAC-SHA-512 by OWASP's Password Storage Cheat Sheet (read in 2026). */
    static final int ITERATIONS = 210_000;

    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 512;

    private final byte[] hash;
    private final byte[] salt;
    private final int iterations;

    private PasswordHash(byte[] hash, byte[] salt, int iterations) {
        this.hash = hash;
        this.salt = salt;
        this.iterations = iterations;
    }

    /** Creates a hash with a new salt. */
    static PasswordHash of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(hash(password, salt, ITERATIONS), salt, ITERATIONS);
    }

    /** Reads a stored hash. */
    static PasswordHash of(String hash, String salt, int iterations) {
        Base64.Decoder base64 = Base64.getDecoder();
        return new PasswordHash(base64.decode(hash), base64.decode(salt), iterations);
    }

    /** Creates a hash that no password matches; comparing takes as long as with any other hash. */
    static PasswordHash ofNobody(SecureRandom random) {
        byte[] hash = new byte[HASH_BITS / 8];
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(hash);
        random.nextBytes(salt);
        return new PasswordHash(hash, salt, ITERATIONS);
    }

    boolean matches(String password) {
        return MessageDigest.isEqual(hash, hash(password, salt, iterations));
    }

    /** Returns whether both are the same hash, with the same salt. */
    boolean isSameAs(PasswordHash other) {
        return MessageDigest.isEqual(hash, other.hash)
                && MessageDigest.isEqual(salt, other.salt)
                && iterations == other.iterations;
    }

    String hashText() {
        return Base64.getEncoder().encodeToString(hash);
    }

    String saltText() {
        return Base64.getEncoder().encodeToString(salt);
    }

    int iterations() {
        return iterations;
    }

    private static byte[] hash(String password, byte[] salt, int iterations) {
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(key).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        } finally {
            key.clearPassword();
        }
    }
}
