package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which the answer is read while the body is sent; Java's own client cannot do that with HTTP/1.1. */
final class Duplex implements Closeable {
    private final Socket socket;
    private final InputStream in;
    private final String head;
    /** Whether chunks are put together. The answer to a body that is still sent is read as it comes. */
    private boolean joined;
    /** Bytes that are left of the chunk. */
    private int left;

    /** @param headers each with its end of line */
    Duplex(URI base, String request, String headers) throws IOException {
        socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
        write(request + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n" + headers + "\r\n");
        StringBuilder lines = new StringBuilder();
        if (!headers.contains("chunked")) {
            readHead(lines);
        }
        head = lines.toString();
        joined = head.contains("Transfer-Encoding: chunked");
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private int read() throws IOException {
        if (!joined) {
            return in.read();
        }
        if (left == 0) {
            joined = false;
            String size = readLine();
            if (size != null && size.isEmpty()) { // the end of the chunk before
                size = readLine();
            }
            joined = true;
            left = size == null ? 0 : Integer.parseInt(size, 16);
            if (left == 0) {
                return -1;
            }
        }
        left--;
        return in.read();
    }

    private void readHead(StringBuilder lines) throws IOException {
        for (String line = readLine(); line != null && !line.isEmpty(); line = readLine()) {
            lines.append(line).append('\n');
        }
    }

    String head() {
        return head;
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Sends a chunk of the body. */
    void send(String text) throws IOException {
        write(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    void endBody() throws IOException {
        write("0\r\n\r\n");
    }

    /** Returns the next line of the answer that begins with this, after any others. */
    String lineWith(String begin) throws IOException {
        StringBuilder others = new StringBuilder();
        for (String line = readLine(); line != null; line = readLine()) {
            if (line.startsWith(begin)) {
                return line;
            }
            others.append(line).append('\n');
        }
        throw new AssertionError("no line begins with '" + begin + "' in " + others);
    }

    /** The answer must end here. */
    void assertEnd() throws IOException {
        for (String line = readLine(); line != null && !line.equals("0"); line = readLine()) {
            assertThat(line).isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
