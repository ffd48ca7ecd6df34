package io.bouquet.tagging.rest.internal;

import io.bouquet.tagging.NearNames;
import java.util.List;

/** Builds the message for an unknown tagger, with similar names. */
final class UnknownTagger {
    private static final int SHOWN = 100;

    private UnknownTagger() {}

    static String notFound(String name, List<String> there) {
        List<String> near =
                there.stream().filter(candidate -> isNear(name, candidate)).toList();
        String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
        return "no tagger named '" + shown + "'"
                + (near.isEmpty() ? "" : "; near: " + String.join(", ", near))
                + "; there are: " + (there.isEmpty() ? "none" : String.join(", ", there));
    }

    /** Whether two names are similar. A long text is not compared, because that is expensive. */
    static boolean isNear(String name, String candidate) {
        return !name.isEmpty() && name.length() <= SHOWN && NearNames.isNear(name, candidate);
    }
}
