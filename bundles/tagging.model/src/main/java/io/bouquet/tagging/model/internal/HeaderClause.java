package io.bouquet.tagging.model.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One clause of a manifest header, {@code path;name=value;name="value, quoted"}: OSGi's common header syntax (Core 8,
 * 3.2.4), without directives and without several paths in one clause.
 */
record HeaderClause(String path, Map<String, String> attributes) {
    HeaderClause {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Parses the clauses of a header.
     *
     * @throws IllegalArgumentException if the header is invalid; the message is for the author
     */
    static List<HeaderClause> parse(String header) {
        List<HeaderClause> clauses = new ArrayList<>();
        for (String clause : split(header, ',')) {
            clauses.add(parseClause(clause));
        }
        return clauses;
    }

    private static HeaderClause parseClause(String clause) {
        List<String> parts = split(clause, ';');
        String path = parts.get(0).strip();
        if (path.isEmpty() || path.indexOf('=') >= 0 || path.indexOf('"') >= 0) {
            throw new IllegalArgumentException("'" + clause.strip() + "' does not begin with the path of a model");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (name.isEmpty() || name.endsWith(":")) {
                throw new IllegalArgumentException(
                        "'" + part.strip() + "' of the model '" + path + "' is not of the form name=value");
            }
            if (attributes.put(name, unquoted(part.substring(equals + 1).strip(), path)) != null) {
                throw new IllegalArgumentException("the model '" + path + "' has '" + name + "' twice");
            }
        }
        return new HeaderClause(path, attributes);
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quotation mark of '" + text.strip() + "' is not closed");
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static String unquoted(String value, String path) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        String bare = quoted ? value.substring(1, value.length() - 1) : value;
        if (bare.indexOf('"') >= 0) {
            throw new IllegalArgumentException("the value '" + value + "' of the model '" + path
                    + "' has a quotation mark inside; quote all of it or nothing");
        }
        return bare.strip();
    }
}
