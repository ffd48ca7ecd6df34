package io.bouquet.web.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a server answers to some bytes, until it closes or falls silent. */
record Wire(String answer, boolean closed) {
    private static final int FIRST_BYTE_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 400;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    static Wire of(int port, String sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(FIRST_BYTE_MILLIS);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            boolean closed = false;
            try {
                byte[] buffer = new byte[8192];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    got.write(buffer, 0, n);
                    socket.setSoTimeout(SILENCE_MILLIS);
                }
                closed = true;
            } catch (SocketTimeoutException e) {
                // the connection is kept open
            }
            return new Wire(got.toString(StandardCharsets.UTF_8), closed);
        }
    }

    List<Integer> statuses() {
        List<Integer> statuses = new ArrayList<>();
        Matcher matcher = STATUS.matcher(answer);
        while (matcher.find()) {
            statuses.add(Integer.valueOf(matcher.group(1)));
        }
        return statuses;
    }

    /** The answer, which must be one problem with that status. */
    String problem(int status) {
        assertThat(statuses()).as("%s", answer).containsExactly(status);
        assertThat(answer)
                .contains("Content-Type: application/problem+json", "X-Request-Id: ", "\"status\":" + status)
                .doesNotContain("<html", "java.lang");
        return answer;
    }
}
