package io.bouquet.tagging;

/** Finds names similar to a mistyped one. */
public final class NearNames {
    private NearNames() {}

    /** Whether one name contains the other, or at most a third of the letters differ. */
    public static boolean isNear(String name, String known) {
        return known.contains(name)
                || name.contains(known)
                || distance(name, known) <= Math.max(name.length(), known.length()) / 3;
    }

    /** Returns the Levenshtein distance of two texts. */
    public static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
