package io.bouquet.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Closed-loop load: each connection sends its next request when the last is answered. Plain sockets, as the generator
 * shares the processors with what it measures.
 */
final class Load {
    private Load() {}

    /**
     * What a run came to.
     *
     * @param millis latency of each request
     */
    record Run(double perSecond, Figures millis, long failed) {}

    static Run run(int port, int connections, long nanos, List<byte[]> requests)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long begin = System.nanoTime();
            List<Future<Connection>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int first = i;
                running.add(threads.submit(() -> new Connection().run(port, begin + nanos, requests, first)));
            }
            List<Double> millis = new ArrayList<>();
            long failed = 0;
            for (Future<Connection> one : running) {
                Connection connection = one.get();
                millis.addAll(connection.millis);
                failed += connection.failed;
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double[] all = millis.stream().mapToDouble(Double::doubleValue).toArray();
            return new Run(all.length / seconds, new Figures(all), failed);
        } catch (ExecutionException e) {
            throw new IOException("the load could not be made", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static final class Connection {
        private final List<Double> millis = new ArrayList<>();
        private long failed;

        Connection run(int port, long end, List<byte[]> requests, int first) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                for (int i = first; ; i++) {
                    long begin = System.nanoTime();
                    if (begin >= end) {
                        return this;
                    }
                    socket.getOutputStream().write(requests.get(i % requests.size()));
                    if (read(in) != 200) {
                        failed++;
                    }
                    millis.add((System.nanoTime() - begin) / 1e6);
                }
            }
        }

        /** Reads one response to its end; returns its status. */
        private static int read(InputStream in) throws IOException {
            String status = line(in);
            long length = 0;
            boolean chunked = false;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Long.parseLong(
                            lower.substring("content-length:".length()).strip());
                }
                chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            }
            if (chunked) {
                for (long size = chunk(in); size > 0; size = chunk(in)) {
                    in.skipNBytes(size + 2);
                }
                in.skipNBytes(2);
            } else {
                in.skipNBytes(length);
            }
            return Integer.parseInt(status.split(" ")[1]);
        }

        private static long chunk(InputStream in) throws IOException {
            return Long.parseLong(line(in).split(";")[0].strip(), 16);
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int read = in.read(); read != '\n'; read = in.read()) {
                if (read < 0) {
                    throw new EOFException("the server closed the connection");
                }
                if (read != '\r') {
                    line.append((char) read);
                }
            }
            return line.toString();
        }
    }
}
