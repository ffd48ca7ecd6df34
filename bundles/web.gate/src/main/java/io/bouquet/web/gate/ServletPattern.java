package io.bouquet.web.gate;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of a servlet or a filter in the servlet context at {@code base} (Servlet 4.0, 12.2), or a regular expression
 * of a filter.
 *
 * @param text the exact path or the prefix, with the base; for an extension the end of the path
 */
record ServletPattern(
        Form form, String base, String text, @Nullable Pattern expression) {
    /** How the pattern matches, the most exact form last. */
    enum Form {
        REGEX,
        DEFAULT,
        EXTENSION,
        PREFIX,
        EXACT
    }

    private static final int LONGEST = 10_000;

    static ServletPattern of(String base, String pattern) {
        if (pattern.equals("/")) {
            return new ServletPattern(Form.DEFAULT, base, base, null);
        }
        if (pattern.endsWith("/*")) {
            return new ServletPattern(Form.PREFIX, base, base + pattern.substring(0, pattern.length() - 2), null);
        }
        if (pattern.startsWith("*.")) {
            return new ServletPattern(Form.EXTENSION, base, pattern.substring(1), null);
        }
        return new ServletPattern(Form.EXACT, base, base + (pattern.isEmpty() ? "/" : pattern), null);
    }

    static ServletPattern regex(String base, Pattern expression) {
        return new ServletPattern(Form.REGEX, base, expression.pattern(), expression);
    }

    boolean matches(String path) {
        return switch (form) {
            case EXACT -> path.equals(text);
            case PREFIX, DEFAULT -> isBelow(path, text);
            case EXTENSION -> isBelow(path, base) && path.endsWith(text);
            case REGEX ->
                expression != null
                        && isBelow(path, base)
                        && expression.matcher(path.substring(base.length())).matches();
        };
    }

    private static boolean isBelow(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    /** Orders matching servlets: the one with the highest rank answers, and a longer context comes first. */
    int rank() {
        return (base.length() * Form.values().length + form.ordinal()) * LONGEST + Math.min(text.length(), LONGEST - 1);
    }

    /** Whether it matches paths anywhere in its context. */
    boolean takesAll() {
        return form == Form.EXTENSION || form == Form.REGEX || text.isEmpty();
    }

    /** Returns the number of literal characters in the paths that it matches. */
    int literals() {
        return form == Form.EXTENSION || form == Form.REGEX ? base.length() : text.length();
    }

    @Override
    public String toString() {
        return switch (form) {
            case EXACT -> text;
            case PREFIX -> text + "/*";
            case DEFAULT -> text + "/";
            case EXTENSION -> base + "/*" + text;
            case REGEX -> base + " ~ " + text;
        };
    }
}
