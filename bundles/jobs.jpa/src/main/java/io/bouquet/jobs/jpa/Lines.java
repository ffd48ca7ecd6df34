package io.bouquet.jobs.jpa;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a UTF-8 file line by line. Lines are split before they are decoded, so that an invalid byte is found in its own
 * line, and the rest of the file can be read. Not thread-safe.
 */
final class Lines {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int BUFFER = 8 * 1024;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER];
    private int begin;
    private int end;
    private int number;

    /** @param maxBytes length of the longest line */
    Lines(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * A line.
     *
     * @param number  from 1
     * @param text    without the line feed, but with a carriage return before it; the empty string if it cannot be read
     * @param problem why it cannot be read; the empty string if it can
     */
    record Line(int number, String text, String problem) {
        /** Returns the text without a carriage return at its end. */
        String withoutReturn() {
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }

    /** Returns null after the last line. */
    @Nullable
    Line next() throws IOException {
        if (begin == end && !fill()) {
            return null;
        }
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean isTooLong = false;
        do {
            int feed = begin;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            isTooLong |= line.size() + (feed - begin) > maxBytes;
            if (!isTooLong) {
                line.write(buffer, begin, feed - begin);
            }
            begin = Math.min(feed + 1, end);
            if (feed < end) {
                break;
            }
        } while (fill());
        return isTooLong
                ? new Line(number, "", "is longer than " + maxBytes + " bytes, the limit")
                : decode(line.toByteArray());
    }

    private boolean fill() throws IOException {
        begin = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private Line decode(byte[] line) {
        try {
            // a new decoder reports invalid bytes
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            return new Line(number, number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, "");
        } catch (CharacterCodingException e) {
            return new Line(number, "", "is not UTF-8");
        }
    }
}
