package io.bouquet.documents.jpa;

import java.security.SecureRandom;

/** Makes ids as ULIDs are: 26 characters, 48 bits of time before 80 random ones, in Crockford's base 32. */
final class DocumentId {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int LENGTH = 26;

    private DocumentId() {}

    /** Whether a caller's text can be one; others are not looked for. */
    static boolean fits(String id) {
        return id.length() == LENGTH && id.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** @param millis since 1970 */
    static String next(long millis) {
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
