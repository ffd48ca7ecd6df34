package io.bouquet.tagging.gist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;

/** Functions on words of texts. */
final class Words {
    /** A word: letters and digits, with hyphens, apostrophes and full stops inside. */
    static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’.-][\\p{L}\\p{M}\\p{N}]+)*+");

    private static final Map<String, Set<String>> STOP_WORDS =
            Map.of("en", read("stopwords-en.txt"), "de", read("stopwords-de.txt"));
    private static final int SHORTEST_STEM = 3;

    private Words() {}

    static boolean isStopWord(String word, String language) {
        return STOP_WORDS.getOrDefault(language, Set.of()).contains(word.toLowerCase(Locale.ROOT));
    }

    /** Returns a word in lower case and without the endings of numbers and cases, so that its forms are equal. */
    static String stem(String word, String language) {
        String lower = word.toLowerCase(Locale.ROOT);
        if ("en".equals(language)) {
            if (lower.endsWith("ies") && lower.length() > 4) {
                return lower.substring(0, lower.length() - 3) + "y";
            }
            boolean plural =
                    lower.length() > SHORTEST_STEM && lower.endsWith("s") && !endsWith(lower, "ss", "us", "is");
            return plural ? without(lower, endsWith(lower, "sses", "xes", "zes", "ches", "shes") ? 2 : 1) : lower;
        }
        if ("de".equals(language)) {
            for (String ending : new String[] {"ern", "en", "er", "es", "em", "e", "n", "s"}) {
                if (lower.endsWith(ending) && lower.length() - ending.length() > SHORTEST_STEM) {
                    return without(lower, ending.length());
                }
            }
        }
        return lower;
    }

    private static boolean endsWith(String word, String... endings) {
        for (String ending : endings) {
            if (word.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    private static String without(String word, int characters) {
        return word.substring(0, word.length() - characters);
    }

    /** Stops if the time of the request is over. */
    static void checkDeadline() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted: the request's time is up");
        }
    }

    private static Set<String> read(String resource) {
        try (InputStream file = Words.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("the list " + resource + " is missing");
            }
            return new HashSet<>(Arrays.asList(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\\s+")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
