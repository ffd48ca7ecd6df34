package io.bouquet.tagging.engine;

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
     * @param name name of the header, for messages
     * @throws IllegalArgumentException if the header is invalid; the message is for the author
     */
    static List<HeaderClause> parse(String name, String header) {
        List<HeaderClause> clauses = new ArrayList<>();
        for (String clause : split(name, header, ',')) {
            clauses.add(parseClause(name, clause));
        }
        return clauses;
    }

    private static HeaderClause parseClause(String header, String clause) {
        List<String> parts = split(header, clause, ';');
        String path = parts.get(0).strip();
        if (path.isEmpty() || path.indexOf('=') >= 0 || path.indexOf('"') >= 0) {
            throw new IllegalArgumentException(
                    "the header " + header + ": '" + clause.strip() + "' does not begin with a path");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (name.isEmpty() || name.endsWith(":")) {
                throw new IllegalArgumentException("the header " + header + ": '" + part.strip() + "' after '" + path
                        + "' is not of the form name=value");
            }
            if (attributes.put(name, unquoted(part.substring(equals + 1).strip())) != null) {
                throw new IllegalArgumentException(
                        "the header " + header + " has '" + name + "' twice after '" + path + "'");
            }
        }
        return new HeaderClause(path, attributes);
    }

    private static List<String> split(String header, String text, char separator) {
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
            throw new IllegalArgumentException(
                    "the header " + header + ": a quotation mark of '" + text.strip() + "' is not closed");
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).strip() : value;
    }
}
