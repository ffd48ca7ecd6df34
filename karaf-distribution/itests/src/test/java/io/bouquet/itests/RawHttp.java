package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** All that a platform answers to some bytes, until it closes the connection or falls silent. */
record RawHttp(String answer, boolean closed) {
    private static final int FIRST_BYTE_MILLIS = 20_000;
    private static final int SILENCE_MILLIS = 300;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    /** Sends bytes as they are, and then nothing more. */
    static RawHttp of(int port, byte[] sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            try {
                socket.getOutputStream().write(sent);
                socket.shutdownOutput();
            } catch (IOException e) {
                // refused before it was read to its end; the answer is there
            }
            return read(socket);
        }
    }

    static RawHttp of(int port, String sent) throws IOException {
        return of(port, sent.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads what comes on a connection. */
    static RawHttp read(Socket socket) throws IOException {
        socket.setSoTimeout(FIRST_BYTE_MILLIS);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        boolean closed = false;
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                got.write(buffer, 0, n);
                socket.setSoTimeout(SILENCE_MILLIS);
            }
            closed = true;
        } catch (SocketTimeoutException e) {
            // the connection is kept open
        } catch (IOException e) {
            // reset: what was not read is thrown away
            closed = true;
        }
        return new RawHttp(got.toString(StandardCharsets.UTF_8), closed);
    }

    List<Integer> statuses() {
        return STATUS.matcher(answer)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    /** Returns the status of the answer, which must be the only one, and a problem if it is an error. */
    int status() {
        assertThat(statuses()).as("%s", answer).hasSize(1);
        int status = statuses().get(0);
        if (status >= 400) {
            assertThat(answer)
                    .contains("Content-Type: application/problem+json", "X-Request-Id: ", "\"status\":" + status)
                    .doesNotContain("Exception", "<html");
        }
        return status;
    }
}
