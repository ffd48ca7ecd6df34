package io.bouquet.console.spi;

import java.util.regex.Pattern;

/**
 * A file that the browser saves.
 *
 * @param name    the name to save it under: ASCII letters, digits, dots, hyphens and underscores
 * @param type    media type
 * @param content not copied
 */
public record PageFile(String name, String type, byte[] content) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    public PageFile {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a file for a browser: ASCII letters, digits, '.', '-' and '_'");
        }
    }
}
