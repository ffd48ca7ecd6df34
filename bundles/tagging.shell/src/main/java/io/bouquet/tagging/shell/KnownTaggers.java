package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import java.util.List;

/** Refuses names that no tagger has. */
final class KnownTaggers {
    private KnownTaggers() {}

    /** @throws IllegalArgumentException with the names that are near, if there is no tagger {@code name} */
    static void require(Broker broker, String name) {
        List<String> known = broker.taggers().stream()
                .filter(tagger -> tagger.state() != TaggerInfo.State.RETIRED)
                .map(TaggerInfo::name)
                .distinct()
                .sorted()
                .toList();
        if (!known.contains(name)) {
            List<String> near = known.stream().filter(one -> isNear(name, one)).toList();
            throw new IllegalArgumentException("no tagger named '" + name + "'"
                    + (near.isEmpty() ? "" : "; near: " + String.join(", ", near))
                    + "; there are: " + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
    }

    /** One contains the other, or at most a third of the letters differ. */
    private static boolean isNear(String name, String known) {
        return known.contains(name)
                || name.contains(known)
                || distance(name, known) <= Math.max(name.length(), known.length()) / 3;
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
