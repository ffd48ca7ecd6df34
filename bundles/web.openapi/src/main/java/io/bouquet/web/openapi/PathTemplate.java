package io.bouquet.web.openapi;

import io.bouquet.common.PathPattern;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A path of JAX-RS as OpenAPI writes it: without regular expressions.
 *
 * @param path        with one slash at the start and none at the end
 * @param expressions regular expression by parameter, for the parameters that have one
 */
record PathTemplate(String path, Map<String, String> expressions) {
    /** Reads a path such as {@code documents/{id: [0-9]+}/}. */
    static PathTemplate of(String jaxrs) {
        StringBuilder path = new StringBuilder("/");
        Map<String, String> expressions = new LinkedHashMap<>();
        for (int i = 0; i < jaxrs.length(); i++) {
            char c = jaxrs.charAt(i);
            if (c == '{') {
                int end = PathPattern.closing(jaxrs, i);
                String inside = jaxrs.substring(i + 1, end);
                int colon = inside.indexOf(':');
                String name = (colon < 0 ? inside : inside.substring(0, colon)).strip();
                expressions.put(
                        name, colon < 0 ? "" : inside.substring(colon + 1).strip());
                path.append('{').append(name).append('}');
                i = end;
            } else if (c != '/' || path.charAt(path.length() - 1) != '/') {
                path.append(c);
            }
        }
        boolean hasSlash = path.length() > 1 && path.charAt(path.length() - 1) == '/';
        return new PathTemplate(hasSlash ? path.substring(0, path.length() - 1) : path.toString(), expressions);
    }

    /** Returns the path with all parameters alike: OpenAPI takes paths that differ only in their names for one path. */
    static String shape(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }
}
