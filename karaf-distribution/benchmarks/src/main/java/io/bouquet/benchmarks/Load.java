package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Closed-loop load: each connection sends its next request when the last is answered. Every latency is kept. */
final class Load {
    private Load() {}

    /**
     * What a run came to.
     *
     * @param millis latency of each request
     * @param failed how many were not answered with 200
     */
    record Run(double perSecond, Figures millis, long failed) {}

    static Run run(int port, int connections, long nanos, List<byte[]> requests)
            throws IOException, InterruptedException {
        List<Connection> open = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            for (int i = 0; i < connections; i++) {
                open.add(new Connection(port));
            }
            long begin = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (Connection connection : open) {
                // apart, so that not all send the same text at once
                int first = running.size() * requests.size() / connections;
                running.add(threads.submit(() -> {
                    connection.run(begin + nanos, requests, first);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double[] millis = open.stream().flatMapToDouble(Connection::millis).toArray();
            long failed = open.stream().mapToLong(Connection::failed).sum();
            return new Run(millis.length / seconds, new Figures(millis), failed);
        } catch (ExecutionException e) {
            throw new IOException("the load could not be made", e.getCause());
        } finally {
            threads.shutdownNow();
            for (Connection connection : open) {
                connection.close();
            }
        }
    }
}
