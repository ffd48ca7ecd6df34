package io.bouquet.guide.writer;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the ids of the headings of a page, as GitHub does, so that links work in both places. */
final class Anchors {
    private final Set<String> used = new HashSet<>();

    /** Returns the id of the next heading. */
    String next(String text) {
        String slug = text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c -> Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '_')
                .mapToObj(c -> c == ' ' ? "-" : Character.toString(c))
                .collect(Collectors.joining());
        String id = slug;
        for (int n = 1; !used.add(id); n++) {
            id = slug + "-" + n;
        }
        return id;
    }
}
