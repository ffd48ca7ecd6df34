package io.bouquet.tagging;

/**
 * Which of a tagger's versions serve.
 *
 * @param version   that serves, for {@code PINNED}, {@code CANARY} and {@code SHADOW}; else the empty string
 * @param candidate that answers some or none, for {@code CANARY} and {@code SHADOW}; else the empty string
 * @param percent   of the requests that the candidate of a {@code CANARY} answers, 1..99; else 0
 */
public record Policy(Kind kind, String version, String candidate, int percent) {
    /** How to choose. */
    public enum Kind {
        /** The highest ranking, then the newest version. */
        LATEST,
        /** One version, and none where it is not there. */
        PINNED,
        /** One version, and another for some of the requests: the same for requests with the same key. */
        CANARY,
        /** One version; another runs beside it, is compared with it and never answers. */
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
