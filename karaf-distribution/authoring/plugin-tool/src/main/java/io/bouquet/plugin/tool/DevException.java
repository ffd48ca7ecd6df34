package io.bouquet.plugin.tool;

/** Something that the author of a plugin has to mend. The message says what and how. */
final class DevException extends Exception {
    private static final long serialVersionUID = 1L;

    DevException(String message) {
        super(message);
    }
}
