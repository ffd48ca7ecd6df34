package io.bouquet.web.internal;

import java.util.regex.Pattern;

/**
 * Paths that everybody reads in the same way. One with dots, escapes, matrix parameters or empty segments may mean
 * something else to the container and to a resource.
 */
final class PlainPath {
    private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9._~/-]*");

    private PlainPath() {}

    static boolean is(String path) {
        return PLAIN.matcher(path).matches() && !path.contains("//") && !path.contains("/.");
    }

    /** Returns whether a path is {@code above} or below it. */
    static boolean isWithin(String path, String above) {
        return path.startsWith(above)
                && (path.length() == above.length() || above.endsWith("/") || path.charAt(above.length()) == '/');
    }
}
