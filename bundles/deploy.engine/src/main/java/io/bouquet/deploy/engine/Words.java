package io.bouquet.deploy.engine;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What people read in place of a stack trace or a number. */
final class Words {
    private Words() {}

    /** What went wrong at the bottom of it. */
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

    static String size(long bytes) {
        return bytes < 1_000_000
                ? bytes / 1_000 + " kB"
                : String.format(Locale.ROOT, bytes < 100_000_000 ? "%.1f MB" : "%.0f MB", bytes / 1e6);
    }
}
