package io.bouquet.tagging.values;

/** Finds values of some kinds. Its time grows with the length of the text. Thread-safe. */
interface ValueFinder {
    /** Adds the values of a text that are not part of values found before. */
    void find(SearchedText text);
}
