package io.bouquet.common;

import java.security.SecureRandom;

/** Creates ids in the format of ULIDs: 48 bits of time and 80 random bits, as 26 characters of Crockford's base 32. */
public final class Ulid {
    private static final String VALUES = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final char[] DIGITS = VALUES.toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int LENGTH = 26;

    private Ulid() {}

    /** Returns whether a text is a possible id; other texts are not searched in the database. */
    public static boolean fits(String id) {
        return id.length() == LENGTH && id.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /**
     * Returns the time of an id in milliseconds since 1970.
     *
     * @param id one that {@link #next} created
     */
    public static long millis(String id) {
        long millis = 0;
        for (int i = 0; i < 10; i++) {
            millis = millis << 5 | VALUES.indexOf(id.charAt(i));
        }
        return millis;
    }

    /**
     * Creates an id. Ids sort by their time.
     *
     * @param millis since 1970
     */
    public static String next(long millis) {
        char[] id = new char[LENGTH];
        long rest = millis;
        for (int i = 9; i >= 0; i--) {
            id[i] = DIGITS[(int) (rest & 31)];
            rest >>>= 5;
        }
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        for (int i = 10; i < id.length; i++) {
            id[i] = DIGITS[random[i - 10] & 31];
        }
        return new String(id);
    }
}
