package io.bouquet.tagging.opennlp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads lists of words: lines with a name, a colon and words with spaces between them. {@code #} begins a comment. */
final class WordLists {
    private WordLists() {}

    /** Returns the lists of a resource beside this class, by their names; none if there is no such resource. */
    static Map<String, Set<String>> read(String resource) {
        try (InputStream file = WordLists.class.getResourceAsStream(resource)) {
            return file == null ? Map.of() : read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lists of a file, by their names. */
    static Map<String, Set<String>> read(InputStream file) throws IOException {
        Map<String, Set<String>> lists = new HashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                lists.computeIfAbsent(line.substring(0, colon), name -> new HashSet<>())
                        .addAll(Arrays.asList(line.substring(colon + 1).strip().split(" +")));
            }
        }
        return lists;
    }
}
