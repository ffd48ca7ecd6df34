package io.bouquet.console;

import io.bouquet.console.spi.PageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The content of one part after the other of a multipart body (RFC 2046, 5.1), as it comes in. */
final class Multipart extends InputStream {
    private static final int LONGEST_BOUNDARY = 70;
    private static final int LONGEST_LINE = 4 * 1024;
    private static final int MOST_HEADERS = 20;
    private static final String DISPOSITION = "content-disposition:";

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    /** Up to here the buffer is known to be of this part; it ends here where {@code last}. */
    private int limit;

    private boolean last;

    Multipart(InputStream in, String boundary) {
        if (boundary.length() > LONGEST_BOUNDARY) {
            throw new PageException(400, "The boundary between the form's parts is too long.");
        }
        this.in = in;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // the first delimiter has no line before it
        buffer[end++] = '\r';
        buffer[end++] = '\n';
    }

    /** Goes on to the next part, and returns its Content-Disposition; empty after the last one. */
    Optional<String> next() throws IOException {
        transferTo(OutputStream.nullOutputStream());
        at += delimiter.length;
        if (line().startsWith("--")) {
            limit = at;
            return Optional.empty();
        }
        String disposition = "";
        for (int i = 0; i < MOST_HEADERS; i++) {
            String header = line();
            if (header.isEmpty()) {
                limit = at;
                last = false;
                return Optional.of(disposition);
            }
            if (header.toLowerCase(Locale.ROOT).startsWith(DISPOSITION)) {
                disposition = header.substring(DISPOSITION.length());
            }
        }
        throw new PageException(400, "A part of the form has too many headers.");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (at == limit) {
            if (last) {
                return -1;
            }
            scan();
            if (at == limit && !last && !fill()) {
                throw new PageException(400, "The upload broke off before its end. Please send it again.");
            }
        }
        int read = Math.min(length, limit - at);
        System.arraycopy(buffer, at, bytes, offset, read);
        at += read;
        return read;
    }

    /** What may be the beginning of a delimiter is left for when more is there. */
    private void scan() {
        for (int i = at; i + delimiter.length <= end; i++) {
            int same = 0;
            while (same < delimiter.length && buffer[i + same] == delimiter[same]) {
                same++;
            }
            if (same == delimiter.length) {
                limit = i;
                last = true;
                return;
            }
        }
        limit = Math.max(at, end - delimiter.length + 1);
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        limit = 0;
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(0, read);
        return read >= 0;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (at < end || fill()) {
            byte next = buffer[at++];
            if (next == '\n') {
                break;
            }
            line.write(next);
            if (line.size() > LONGEST_LINE) {
                throw new PageException(400, "A header of the form is too long.");
            }
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
