package io.bouquet.web.jetty;

/**
 * Checks header fields against the grammar of RFC 9110. Given an invalid field, JAX-RS and servlets behave differently:
 * some guess, some fail.
 */
final class FieldSyntax {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String value;
    private int at;

    private FieldSyntax(String value) {
        this.value = value;
    }

    /** {@code Content-Type}: one type with parameters. A wildcard names no type. */
    static boolean isMediaType(String value) {
        FieldSyntax field = new FieldSyntax(value);
        field.spaces();
        return field.name() && field.mark('/') && field.name() && field.parameters(false) && field.ended();
    }

    /** {@code Accept}: types with parameters and weights; the JDK's own client sends {@code *} for any type. */
    static boolean isMediaRanges(String value) {
        return new FieldSyntax(value).list(true);
    }

    /** {@code Accept-Charset}, {@code Accept-Encoding}, {@code Accept-Language}: names with weights. */
    static boolean isWeightedNames(String value) {
        return new FieldSyntax(value).list(false);
    }

    /** {@code a=1&b=%C3%A4}: each % must start an escape, and the escaped bytes must be UTF-8. */
    static boolean isQuery(String query) {
        for (int i = 0; i < query.length(); i++) {
            if (query.charAt(i) == '%') {
                int length = utf8Escapes(query, i);
                if (length == 0) {
                    return false;
                }
                i += length - 1;
            }
        }
        return true;
    }

    private static int utf8Escapes(String query, int start) {
        int first = escape(query, start);
        int more = first < 0 ? -1 : first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        if (more < 0 || first > 0xf4) {
            return 0;
        }
        for (int i = 1; i <= more; i++) {
            int next = escape(query, start + 3 * i);
            int lowest = i > 1 ? 0x80 : first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
            int highest = i > 1 ? 0xbf : first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
            if (next < lowest || next > highest) {
                return 0;
            }
        }
        return 3 * (more + 1);
    }

    private static int escape(String query, int at) {
        if (at + 2 >= query.length() || query.charAt(at) != '%') {
            return -1;
        }
        int high = Character.digit(query.charAt(at + 1), 16);
        int low = Character.digit(query.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private boolean list(boolean types) {
        do {
            spaces();
            if (token()) {
                boolean any = value.charAt(at - 1) == '*' && (at == 1 || !isToken(value.charAt(at - 2)));
                boolean complete =
                        !types || mark('/') && token() || any && !(at < value.length() && value.charAt(at) == '/');
                if (!complete || !parameters(true)) {
                    return false;
                }
            }
        } while (mark(','));
        return ended();
    }

    /** {@code ;name=value}, each of them optional between its semicolons. */
    private boolean parameters(boolean weighted) {
        spaces();
        while (mark(';')) {
            spaces();
            int name = at;
            if (token()) {
                boolean weight = weighted && at == name + 1 && (value.charAt(name) | ' ') == 'q';
                if (!mark('=')) {
                    // an extension of Accept may stand alone
                    if (!weighted || weight) {
                        return false;
                    }
                } else if (weight ? !weight() : !token() && !quoted()) {
                    return false;
                }
            }
            spaces();
        }
        return true;
    }

    /** 0 to 1; also {@code .2}, which the JDK sends. */
    private boolean weight() {
        int start = at;
        while (at < value.length() && (isDigit(value.charAt(at)) || value.charAt(at) == '.')) {
            at++;
        }
        try {
            return at - start <= 8 && Double.parseDouble(value.substring(start, at)) <= 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private boolean quoted() {
        if (!mark('"')) {
            return false;
        }
        for (; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '"') {
                at++;
                return true;
            }
            if (c == '\\') {
                at++;
            }
        }
        return false;
    }

    private boolean token() {
        int start = at;
        while (at < value.length() && isToken(value.charAt(at))) {
            at++;
        }
        return at > start;
    }

    /** A token, and not the wildcard. */
    private boolean name() {
        int begin = at;
        return token() && !value.substring(begin, at).equals("*");
    }

    private boolean mark(char mark) {
        boolean is = at < value.length() && value.charAt(at) == mark;
        at += is ? 1 : 0;
        return is;
    }

    private void spaces() {
        while (at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean ended() {
        spaces();
        return at == value.length();
    }

    private static boolean isToken(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
