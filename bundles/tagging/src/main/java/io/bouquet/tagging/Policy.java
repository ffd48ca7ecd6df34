package io.bouquet.tagging;

/**
 * Defines which versions of a tagger serve.
 *
 * @param version   version that serves, for {@code PINNED}, {@code CANARY} and {@code SHADOW}; else the empty string
 * @param candidate other version, for {@code CANARY} and {@code SHADOW}; else the empty string
 * @param percent   percentage of requests that the candidate of a {@code CANARY} answers, 1..99; else 0
 */
public record Policy(Kind kind, String version, String candidate, int percent) {
    /** The kind of policy. */
    public enum Kind {
        /** The version with the highest ranking serves; among equals, the newest. */
        LATEST,
        /** One version serves. If it is missing, none serves. */
        PINNED,
        /**
         * One version serves, and the candidate answers a percentage of the requests. Requests with the same key get
         * the same version.
         */
        CANARY,
        /** One version serves. The candidate runs beside it and is compared with it, but never answers. */
        SHADOW
    }

    public static final Policy LATEST = new Policy(Kind.LATEST, "", "", 0);

    public Policy {
        boolean two = kind == Kind.CANARY || kind == Kind.SHADOW;
        if ((kind == Kind.LATEST) != version.isEmpty()) {
            throw new IllegalArgumentException(
                    "the policy " + kind + " takes " + (version.isEmpty() ? "a version" : "no version: " + version));
        }
        if (two == candidate.isEmpty() || (two && candidate.equals(version))) {
            throw new IllegalArgumentException("the policy " + kind + " takes "
                    + (two ? "a candidate that is another version than '" + version + "'" : "no candidate")
                    + ", not '" + candidate + "'");
        }
        if (kind == Kind.CANARY ? percent < 1 || percent > 99 : percent != 0) {
            throw new IllegalArgumentException("the policy " + kind + " takes "
                    + (kind == Kind.CANARY ? "1 to 99 percent" : "no percentage") + ", not " + percent);
        }
    }

    public static Policy pinned(String version) {
        return new Policy(Kind.PINNED, version, "", 0);
    }

    public static Policy canary(String version, String candidate, int percent) {
        return new Policy(Kind.CANARY, version, candidate, percent);
    }

    public static Policy shadow(String version, String candidate) {
        return new Policy(Kind.SHADOW, version, candidate, 0);
    }
}
