package io.bouquet.tagging.rules.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Many phrases by their words. At each word of a text it follows the phrases that begin there, so its time grows with the
 * length of the text and not with the number of phrases. Thread-safe when filled.
 */
public final class PhraseTrie {
    /** More words than a phrase may have. */
    static final int LONGEST = 20;

    private final Node root = new Node();
    private int size;

    /**
     * @param exact whether upper and lower case matter
     * @param value normalised value; may be empty
     */
    public record Phrase(String text, String label, String value, boolean exact, int line) {}

    /** What {@link #match} calls for the longest phrase at each place. */
    @FunctionalInterface
    public interface Listener {
        void found(int begin, int end, Phrase phrase);
    }

    private static final class Node {
        final Map<String, Node> next = new HashMap<>(2);
        final List<Phrase> phrases = new ArrayList<>(1);
    }

    /** Adds a phrase. Returns false if it has no words, or too many. */
    public boolean add(Phrase phrase) {
        Node node = root;
        int words = 0;
        for (int at = skip(phrase.text(), 0); at < phrase.text().length(); words++) {
            int end = wordEnd(phrase.text(), at);
            node = node.next.computeIfAbsent(folded(phrase.text(), at, end), word -> new Node());
            at = skip(phrase.text(), end);
        }
        if (words == 0 || words > LONGEST) {
            return false;
        }
        node.phrases.add(phrase);
        size++;
        return true;
    }

    public int size() {
        return size;
    }

    /** Finds phrases in a text, from left to right and without overlaps. */
    public void match(String text, Listener listener) {
        if (size == 0) {
            return;
        }
        int at = skip(text, 0);
        while (at < text.length()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted: the request's time is up");
            }
            int end = matchAt(text, at, listener);
            at = skip(text, end > at ? end : wordEnd(text, at));
        }
    }

    private int matchAt(String text, int begin, Listener listener) {
        Node node = root;
        Phrase longest = null;
        int longestEnd = begin;
        int at = begin;
        while (at < text.length()) {
            int end = wordEnd(text, at);
            node = node.next.get(folded(text, at, end));
            if (node == null) {
                break;
            }
            Phrase phrase = node.phrases.isEmpty() ? null : phraseOf(node, text.substring(begin, end));
            if (phrase != null) {
                longest = phrase;
                longestEnd = end;
            }
            at = skip(text, end);
        }
        if (longest != null) {
            listener.found(begin, longestEnd, longest);
        }
        return longestEnd;
    }

    private static @Nullable Phrase phraseOf(Node node, String found) {
        for (Phrase phrase : node.phrases) {
            if (!phrase.exact() || bare(phrase.text()).equals(bare(found))) {
                return phrase;
            }
        }
        return null;
    }

    private static String bare(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static String folded(String text, int begin, int end) {
        return text.substring(begin, end).toLowerCase(Locale.ROOT);
    }

    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\u00a0')) {
            at++;
        }
        return at;
    }

    /** Returns the end of a word: letters, marks and digits, or one other character. */
    private static int wordEnd(String text, int begin) {
        int end = begin;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (!Character.isLetterOrDigit(c) && Character.getType(c) != Character.NON_SPACING_MARK) {
                return end > begin ? end : end + Character.charCount(c);
            }
            end += Character.charCount(c);
        }
        return end;
    }
}
