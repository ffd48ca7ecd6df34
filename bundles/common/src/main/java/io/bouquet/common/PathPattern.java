package io.bouquet.common;

import java.util.regex.Pattern;

/**
 * A path of JAX-RS with parameters, such as {@code /documents/{id: [0-9]+}}, as a regular expression.
 *
 * @param pattern  matches whole paths, also with a slash at the end
 * @param literals number of literal characters; of several matching paths the one with most answers (JAX-RS 2.1, 3.7.2)
 */
public record PathPattern(Pattern pattern, int literals) {
    /** @param template without a slash at the end */
    public static PathPattern of(String template) {
        StringBuilder expression = new StringBuilder();
        int literals = 0;
        for (int i = 0; i < template.length(); i++) {
            if (template.charAt(i) == '{') {
                int end = closing(template, i);
                int colon = template.indexOf(':', i);
                expression.append(
                        colon > 0 && colon < end
                                ? "(?:" + template.substring(colon + 1, end).strip() + ")"
                                : "[^/]+");
                i = end;
            } else {
                expression.append(Pattern.quote(template.substring(i, i + 1)));
                literals++;
            }
        }
        return new PathPattern(Pattern.compile(expression + "/?"), literals);
    }

    /** Returns the index of the brace that closes the one at {@code open}; the length of the template if none does. */
    public static int closing(String template, int open) {
        int depth = 0;
        for (int i = open; i < template.length(); i++) {
            char c = template.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return template.length();
    }
}
