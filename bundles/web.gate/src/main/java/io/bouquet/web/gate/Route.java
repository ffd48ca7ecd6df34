package io.bouquet.web.gate;

import java.util.regex.Pattern;

/**
 * A path, or many, that a JAX-RS service answers.
 *
 * @param key      the same for what answers at the same place
 * @param literals of several routes that match, that with most literal characters answers (JAX-RS 2.1, 3.7.2)
 */
record Route(long service, long application, String key, Pattern pattern, int literals) {
    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");

    /** @param template of a path, with {@code {name}} and {@code {name: expression}} */
    static Route of(long service, long application, String base, String template) {
        String key = SLASHES.matcher("/" + base + "/" + template).replaceAll("/");
        if (key.length() > 1 && key.endsWith("/")) {
            key = key.substring(0, key.length() - 1);
        }
        StringBuilder expression = new StringBuilder();
        int literals = 0;
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) == '{') {
                int end = closing(key, i);
                int colon = key.indexOf(':', i);
                expression.append(
                        colon > 0 && colon < end
                                ? "(?:" + key.substring(colon + 1, end).strip() + ")"
                                : "[^/]+");
                i = end;
            } else {
                expression.append(Pattern.quote(key.substring(i, i + 1)));
                literals++;
            }
        }
        return new Route(service, application, key, Pattern.compile(expression + "/?"), literals);
    }

    /** All below the base of an application. */
    static Route below(long application, String base) {
        Route self = of(application, application, base, "");
        String prefix = self.key().equals("/") ? "" : self.pattern().pattern();
        return new Route(
                application, application, self.key() + "/**", Pattern.compile(prefix + "(?:/?.*)"), self.literals());
    }

    private static int closing(String template, int open) {
        int depth = 0;
        for (int i = open; i < template.length(); i++) {
            char c = template.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return template.length() - 1;
    }

    /** The path that routes are made for. */
    static String plain(String requestUri) {
        String path = requestUri.indexOf(';') < 0
                ? requestUri
                : MATRIX_PARAMETERS.matcher(requestUri).replaceAll("");
        return path.contains("//") ? SLASHES.matcher(path).replaceAll("/") : path;
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
