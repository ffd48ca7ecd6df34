package io.bouquet.common;

import java.util.Locale;

/** Formats sizes in bytes. */
public final class ByteSize {
    private ByteSize() {}

    /** Returns a size in kB or MB (powers of 1,000), such as {@code 20 kB}, {@code 1.2 MB} or {@code 512 MB}. */
    public static String text(long bytes) {
        return bytes < 1_000_000
                ? bytes / 1_000 + " kB"
                : String.format(Locale.ROOT, bytes < 100_000_000 ? "%.1f MB" : "%,.0f MB", bytes / 1e6);
    }
}
