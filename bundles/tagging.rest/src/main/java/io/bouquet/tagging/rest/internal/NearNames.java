package io.bouquet.tagging.rest.internal;

import java.util.List;

/** Finds what a caller may have meant. */
final class NearNames {
    private static final int SHOWN = 100;

    private NearNames() {}

    static String notFound(String name, List<String> there) {
        List<String> near =
                there.stream().filter(candidate -> isNear(name, candidate)).toList();
        String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
        return "no tagger named '" + shown + "'"
                + (near.isEmpty() ? "" : "; near: " + String.join(", ", near))
                + "; there are: " + (there.isEmpty() ? "none" : String.join(", ", there));
    }

    /** One contains the other, or at most a third of the letters differ. */
    static boolean isNear(String name, String candidate) {
        if (name.isEmpty() || name.length() > SHOWN) {
            return false;
        }
        return candidate.contains(name)
                || name.contains(candidate)
                || distance(name, candidate) <= Math.max(name.length(), candidate.length()) / 3;
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
