package io.bouquet.web.gate;

import io.bouquet.common.PathPattern;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The paths that a service answers, or that a filter stands before.
 *
 * @param application service id of the JAX-RS application or the servlet context
 * @param key         identifies the route across registrations: the old and the new version of a service have the same
 * @param literals    number of literal characters; of several matching routes the one with most answers (JAX-RS 2.1, 3.7.2)
 */
record Route(Kind kind, long service, long application, String key, Predicate<String> paths, int literals) {
    /** Kind of the service. */
    enum Kind {
        /** A JAX-RS resource. */
        REST,
        /** A servlet or static resources. */
        SERVLET,
        /** A servlet filter, which stands before others. */
        FILTER
    }

    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");

    /** @param template a path with {@code {name}} and {@code {name: expression}} */
    static Route of(long service, long application, String base, String template) {
        String key = SLASHES.matcher("/" + base + "/" + template).replaceAll("/");
        if (key.length() > 1 && key.endsWith("/")) {
            key = key.substring(0, key.length() - 1);
        }
        PathPattern paths = PathPattern.of(key);
        return new Route(Kind.REST, service, application, key, paths.pattern().asMatchPredicate(), paths.literals());
    }

    /** @param owner owner of the service, which distinguishes filters with the same pattern */
    static Route of(Kind kind, String owner, long service, long context, ServletPattern pattern) {
        return new Route(
                kind, service, context, kind + " " + owner + " " + pattern, pattern::matches, pattern.literals());
    }

    /** Removes matrix parameters and repeated slashes. */
    static String plain(String requestUri) {
        String path = requestUri.indexOf(';') < 0
                ? requestUri
                : MATRIX_PARAMETERS.matcher(requestUri).replaceAll("");
        return path.contains("//") ? SLASHES.matcher(path).replaceAll("/") : path;
    }

    boolean matches(String path) {
        return paths.test(path);
    }
}
