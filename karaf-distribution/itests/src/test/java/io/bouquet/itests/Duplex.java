package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which the answer is read while the body is sent; Java's own client cannot do that with HTTP/1.1. */
final class Duplex implements Closeable {
    private final Socket socket;
    private final BufferedReader in;
    private final String head;

    /** @param headers each with its end of line */
    Duplex(URI base, String request, String headers) throws IOException {
        socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(30_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        write(request + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n" + headers + "\r\n");
        StringBuilder lines = new StringBuilder();
        if (!headers.contains("chunked")) {
            readHead(lines);
        }
        head = lines.toString();
    }

    private void readHead(StringBuilder lines) throws IOException {
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
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
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith(begin)) {
                return line;
            }
            others.append(line).append('\n');
        }
        throw new AssertionError("no line begins with '" + begin + "' in " + others);
    }

    /** The answer must end here. */
    void assertEnd() throws IOException {
        for (String line = in.readLine(); line != null && !line.equals("0"); line = in.readLine()) {
            assertThat(line).isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
