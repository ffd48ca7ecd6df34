package io.bouquet.tagging.names;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The lists of names and words of German, and the countries that the JDK knows. Immutable. */
final class GermanWords {
    private static final String FILE = "german.txt";

    private final Map<String, Set<String>> lists = new HashMap<>();
    /** Names of several words, by their list and their first word. */
    private final Map<String, Map<String, List<String[]>>> phrases = new HashMap<>();

    GermanWords() {
        try (InputStream in = GermanWords.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing beside " + GermanWords.class);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0 && !line.startsWith("#")) {
                    for (String name : line.substring(colon + 1).strip().split(" +")) {
                        add(line.substring(0, colon), name.replace('_', ' '));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String country : Locale.getISOCountries()) {
            add("place", new Locale("", country).getDisplayCountry(Locale.GERMAN));
        }
    }

    private void add(String list, String name) {
        if (name.indexOf(' ') < 0) {
            lists.computeIfAbsent(list, missing -> new HashSet<>()).add(name);
            return;
        }
        String[] words = name.split(" ");
        phrases.computeIfAbsent(list, missing -> new HashMap<>())
                .computeIfAbsent(words[0], missing -> new ArrayList<>())
                .add(words);
    }

    boolean isIn(String list, String word) {
        return lists.getOrDefault(list, Set.of()).contains(word);
    }

    /** Whether a list has a word, or the word without the ending of the genitive. */
    boolean isNameIn(String list, String word) {
        return isIn(list, word)
                || word.length() > 3 && word.endsWith("s") && isIn(list, word.substring(0, word.length() - 1));
    }

    /** Whether a word is longer than an ending of a list and has it. */
    boolean hasEnding(String list, String word) {
        for (String ending : lists.getOrDefault(list, Set.of())) {
            if (word.length() > ending.length() + 1 && word.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many words from {@code at} on are the longest name of several words in a list; 0 if there is none. */
    int phraseAt(String list, String[] words, int at) {
        int longest = 0;
        for (String[] phrase : phrases.getOrDefault(list, Map.of()).getOrDefault(words[at], List.of())) {
            if (phrase.length > longest && matches(phrase, words, at)) {
                longest = phrase.length;
            }
        }
        return longest;
    }

    private static boolean matches(String[] phrase, String[] words, int at) {
        if (at + phrase.length > words.length) {
            return false;
        }
        for (int i = 1; i < phrase.length; i++) {
            if (!phrase[i].equals(words[at + i])) {
                return false;
            }
        }
        return true;
    }
}
