package io.bouquet.deploy.engine;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Returns error messages for users. */
final class Words {
    private Words() {}

    /** Returns the message of the innermost cause. */
    static String of(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile();
        }
        @Nullable String message = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
        return message == null || message.isBlank() ? cause.toString() : message;
    }
}
