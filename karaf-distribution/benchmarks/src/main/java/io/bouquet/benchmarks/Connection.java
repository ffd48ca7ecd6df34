package io.bouquet.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One connection, kept alive. It reads bytes and makes no strings of them, as it shares the processors with what it
 * measures.
 */
final class Connection implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";
    private static final OutputStream NOWHERE = OutputStream.nullOutputStream();
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int limit;

    private long[] nanos = new long[1 << 12];
    private int count;
    private long failed;

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    void run(long end, List<byte[]> requests, int first) throws IOException {
        int next = first;
        for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
            if (exchange(requests.get(next), NOWHERE) != 200) {
                failed++;
            }
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = System.nanoTime() - begin;
            next = (next + 1) % requests.size();
        }
    }

    DoubleStream millis() {
        return Arrays.stream(nanos, 0, count).mapToDouble(one -> one / 1e6);
    }

    long failed() {
        return failed;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Sends a request and reads the response to its end; returns its status. */
    int exchange(byte[] request, OutputStream body) throws IOException {
        socket.getOutputStream().write(request);
        copy("HTTP/1.1 ".length(), NOWHERE);
        int status = (int) number(10);
        endLine();
        long length = 0;
        boolean chunked = false;
        while (read() != '\r') {
            at--;
            // both are ASCII, and no other header begins with either
            if (begins(LENGTH)) {
                while (read() == ' ') {}
                at--;
                length = number(10);
            } else if (begins(CHUNKED)) {
                chunked = true;
            }
            endLine();
        }
        copy(1, NOWHERE);
        if (!chunked) {
            copy(length, body);
            return status;
        }
        for (long size = number(16); size > 0; size = number(16)) {
            endLine();
            copy(size, body);
            copy(2, NOWHERE);
        }
        endLine();
        copy(2, NOWHERE);
        return status;
    }

    /** Steps over {@code lower} if that comes next, in whatever case. */
    private boolean begins(String lower) throws IOException {
        for (int i = 0; i < lower.length(); i++) {
            int c = read();
            if ((c | 0x20) != (lower.charAt(i) | 0x20)) {
                at--;
                return false;
            }
        }
        return true;
    }

    private long number(int radix) throws IOException {
        long number = 0;
        int digit = Character.digit(read(), radix);
        while (digit >= 0) {
            number = number * radix + digit;
            digit = Character.digit(read(), radix);
        }
        at--;
        return number;
    }

    private void endLine() throws IOException {
        while (read() != '\n') {}
    }

    private void copy(long bytes, OutputStream out) throws IOException {
        long left = bytes;
        while (left > 0) {
            read();
            at--;
            int now = (int) Math.min(left, limit - at);
            out.write(buffer, at, now);
            at += now;
            left -= now;
        }
    }

    private int read() throws IOException {
        if (at == limit) {
            limit = Math.max(0, in.read(buffer));
            at = 0;
            if (limit == 0) {
                throw new EOFException("the server closed the connection");
            }
        }
        return buffer[at++];
    }
}
