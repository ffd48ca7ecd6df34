package io.bouquet.benchmarks.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Sends bytes on a connection of their own, and reads the answer. */
final class Wire {
    private static final int PATIENCE_MILLIS = 20_000;

    private final int port;

    Wire(int port) {
        this.port = port;
    }

    /**
     * Returns the answer.
     *
     * @throws EOFException if the server closes the connection without one
     * @throws java.net.SocketTimeoutException if none comes within 20 seconds
     * @throws IllegalStateException if it is no HTTP
     */
    Received exchange(byte[] request, boolean isHead) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                // so that the server knows that an announced rest does not come
                socket.shutdownOutput();
            } catch (IOException e) {
                // refused before it was read to its end; the answer is there
            }
            return read(socket.getInputStream(), isHead);
        }
    }

    private static Received read(InputStream in, boolean head) throws IOException {
        String line = line(in);
        // an answer in between, such as 100 Continue, is not the last
        while (line.startsWith("HTTP/1.1 1")) {
            while (!line.isEmpty()) {
                line = line(in);
            }
            line = line(in);
        }
        if (!line.matches("HTTP/1\\.1 \\d{3}.*")) {
            throw new IllegalStateException("no status line: " + line);
        }
        int status = Integer.parseInt(line.substring(9, 12));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        byte[] body = new byte[0];
        // a stream of events does not end
        boolean ends = !headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        if (!head && ends && status != 204 && status != 304) {
            body = body(in, headers);
        }
        return new Received(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                all.writeBytes(exactly(in, size));
                line(in);
            }
            return all.toByteArray();
        }
        return headers.containsKey("content-length")
                ? exactly(in, Integer.parseInt(headers.get("content-length")))
                : in.readAllBytes();
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new IllegalStateException("the answer ends after " + bytes.length + " of " + size + " bytes");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed without an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
