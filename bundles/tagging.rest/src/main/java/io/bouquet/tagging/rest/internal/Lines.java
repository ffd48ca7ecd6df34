package io.bouquet.tagging.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a body into lines while it arrives. It keeps one line in memory, and skips a line that is too long. */
final class Lines {
    private static final int BUFFER = 64 * 1024;

    /**
     * A line of the body.
     *
     * @param number counted from 1
     * @param bytes  without the end of the line; null if the line is too long
     */
    record Line(long number, byte @Nullable [] bytes) {}

    private final InputStream body;
    private final int limit;
    private byte[] buffer = new byte[BUFFER];
    private int begin;
    /** Up to here no line ends. */
    private int searched;

    private int end;
    private long number;
    private boolean atEnd;
    private boolean skips;

    /** @param limit in bytes, for one line */
    Lines(InputStream body, int limit) {
        this.body = body;
        this.limit = limit;
    }

    /** Returns the number of the last line that {@link #next} returned; 0 if there was none. */
    long number() {
        return number;
    }

    /** Whether {@link #next} returns without waiting for the client. */
    boolean isReady() throws IOException {
        while (!hasLine()) {
            if (atEnd || body.available() <= 0) {
                return atEnd;
            }
            fill();
        }
        return true;
    }

    /** Returns the next line, after waiting for it; null at the end of the body. */
    @Nullable
    Line next() throws IOException {
        while (!hasLine()) {
            if (atEnd) {
                return begin == end && !skips ? null : line(end, end);
            }
            fill();
        }
        return line(searched, searched + 1);
    }

    private Line line(int until, int nextBegin) {
        number++;
        Line line;
        if (skips || until - begin > limit) {
            line = new Line(number, null);
        } else {
            int last = until > begin && buffer[until - 1] == '\r' ? until - 1 : until;
            line = new Line(number, Arrays.copyOfRange(buffer, begin, last));
        }
        skips = false;
        begin = nextBegin;
        searched = nextBegin;
        return line;
    }

    /** Whether the buffer has the end of a line, and then at {@code searched}. */
    private boolean hasLine() {
        while (searched < end && buffer[searched] != '\n') {
            searched++;
        }
        return searched < end;
    }

    private void fill() throws IOException {
        if (end - begin > limit) {
            skips = true;
        }
        if (skips) {
            begin = end;
        }
        if (begin == end) {
            begin = 0;
            searched = 0;
            end = 0;
            if (buffer.length > BUFFER) {
                buffer = new byte[BUFFER];
            }
        } else if (end == buffer.length) {
            makeRoom();
        }
        int read = body.read(buffer, end, buffer.length - end);
        if (read < 0) {
            atEnd = true;
        } else {
            end += read;
        }
    }

    private void makeRoom() {
        int length = end - begin;
        byte[] target = length > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
        System.arraycopy(buffer, begin, target, 0, length);
        buffer = target;
        searched -= begin;
        begin = 0;
        end = length;
    }
}
