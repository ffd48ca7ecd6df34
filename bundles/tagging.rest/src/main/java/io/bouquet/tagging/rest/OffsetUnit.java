package io.bouquet.tagging.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** The unit of offsets: bytes of UTF-8, units of UTF-16, or code points. */
public enum OffsetUnit {
    UTF8,
    UTF16,
    UTF32;

    /** All wire names, for messages. */
    public static final String NAMES = "utf8, utf16, utf32";

    public static Optional<OffsetUnit> of(String wireName) {
        for (OffsetUnit unit : values()) {
            if (unit.wireName().equals(wireName)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /** Returns the name in JSON and in queries. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns a function that converts UTF-16 offsets in {@code text} to this unit. It reads the text once. An offset
     * between the halves of a surrogate pair counts as the offset of the pair.
     */
    public IntUnaryOperator from16(String text) {
        if (this == UTF16 || text.chars().allMatch(c -> c < 0x80)) {
            return offset -> offset;
        }
        int[] converted = new int[text.length() + 1];
        int count = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int units = Character.charCount(codePoint);
            for (int unit = 0; unit < units; unit++) {
                converted[i + unit] = count;
            }
            i += units;
            count += this == UTF32 ? 1 : bytes(codePoint);
        }
        converted[text.length()] = count;
        return offset -> converted[offset];
    }

    private static int bytes(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
