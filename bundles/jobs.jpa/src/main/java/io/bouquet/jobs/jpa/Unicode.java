package io.bouquet.jobs.jpa;

/** Finds halves of surrogate pairs, which have no form in UTF-8. */
final class Unicode {
    private Unicode() {}

    /** Returns the UTF-16 offset of the first surrogate that is not half of a pair; -1 if there is none. */
    static int loneSurrogate(String text) {
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
