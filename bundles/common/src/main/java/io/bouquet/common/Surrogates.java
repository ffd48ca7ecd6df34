package io.bouquet.common;

/** Finds halves of surrogate pairs, which have no form in UTF-8. */
public final class Surrogates {
    private Surrogates() {}

    /** Returns the UTF-16 offset of the first surrogate that is not half of a pair; -1 if there is none. */
    public static int firstUnpaired(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
