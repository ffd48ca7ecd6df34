package io.bouquet.accounts;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names of scopes. Scopes limit what a token may do; no scope implies another one. */
public final class Scopes {
    /** For requests with a safe method: GET, HEAD and OPTIONS. */
    public static final String READ = "read";

    /** For requests with any other method. */
    public static final String WRITE = "write";

    /** Keeps the account in the group {@link Account#ADMIN}; a token without it acts as if the account were not in it. */
    public static final String ADMIN = "admin";

    /** Scopes of a token for which none were asked. */
    public static final Set<String> DEFAULT = Set.of(READ, WRITE);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9:._-]{0,63}");
    private static final int MAX_SCOPES = 30;

    private Scopes() {}

    /** Returns whether a scope may have this name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Returns the names, sorted.
     *
     * @throws IllegalArgumentException if there are none or too many, or a name is invalid
     */
    public static SortedSet<String> checked(Collection<String> names) {
        if (names.isEmpty() || names.size() > MAX_SCOPES) {
            throw new IllegalArgumentException("a token has 1 to " + MAX_SCOPES + " scopes, this one " + names.size()
                    + "; the platform's own are " + READ + ", " + WRITE + " and " + ADMIN);
        }
        for (String name : names) {
            if (!isName(name)) {
                throw new IllegalArgumentException(
                        "the scope '" + name
                                + "' is invalid; it has 1 to 64 characters of a-z, 0-9, :, ., _ and -, and begins with a letter");
            }
        }
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
}
