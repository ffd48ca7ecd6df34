package io.bouquet.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Open-loop load: each request has its time, which no answer delays, and its latency counts from that time on. A server
 * that stands still is seen to.
 */
final class OpenLoad {
    private static final int MOST_IN_FLIGHT = 2_000;
    /** Shorter than servers keep an idle connection, so that none is used which the server is about to close. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int PATIENCE_SECONDS = 40;

    private final int port;
    private final Ledger ledger;
    private final PriorityQueue<Turn> turns = new PriorityQueue<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final Thread pacer = new Thread(this::pace, "pacer");
    private volatile boolean ended;

    OpenLoad(int port, List<Endpoint> endpoints, Ledger ledger) {
        this.port = port;
        this.ledger = ledger;
        long begin = System.nanoTime();
        for (int i = 0; i < endpoints.size(); i++) {
            // apart, so that not all begin at once
            turns.add(new Turn(endpoints.get(i), begin, i / (double) endpoints.size(), 0));
        }
    }

    /** When an endpoint is asked for the next time. */
    private record Turn(Endpoint endpoint, long begin, double offset, long number) implements Comparable<Turn> {
        long at() {
            return begin + (long) ((number + offset) * 1e9 / endpoint.perSecond());
        }

        Turn next() {
            return new Turn(endpoint, begin, offset, number + 1);
        }

        @Override
        public int compareTo(Turn other) {
            return Long.compare(at(), other.at());
        }
    }

    private record Idle(Connection connection, long since) {}

    void start() {
        pacer.start();
    }

    /** Sends no more, and waits for what was sent. */
    void stop() throws InterruptedException, IOException {
        ended = true;
        pacer.join();
        workers.shutdown();
        if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(inFlight + " requests have no answer");
        }
        for (Idle one : idle) {
            one.connection().close();
        }
    }

    private void pace() {
        while (!ended) {
            Turn turn = turns.remove();
            for (long wait = turn.at() - System.nanoTime(); wait > 0; wait = turn.at() - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            turns.add(turn.next());
            long at = turn.at();
            if (inFlight.get() >= MOST_IN_FLIGHT) {
                ledger.failed(turn.endpoint(), at, at, "not sent: " + MOST_IN_FLIGHT + " wait", "");
            } else {
                inFlight.incrementAndGet();
                workers.execute(() -> ask(turn.endpoint(), turn.number(), at));
            }
        }
    }

    private void ask(Endpoint endpoint, long number, long at) {
        try (ByteArrayOutputStream body = new ByteArrayOutputStream()) {
            Connection connection = connection();
            boolean whole = false;
            try {
                int status = connection.exchange(endpoint.request().apply(number), body);
                whole = true;
                judge(endpoint, at, status, body.toString(StandardCharsets.UTF_8));
            } finally {
                if (whole) {
                    idle.push(new Idle(connection, System.nanoTime()));
                } else {
                    connection.close();
                }
            }
        } catch (IOException | RuntimeException e) {
            ledger.failed(endpoint, at, System.nanoTime(), e.toString(), "");
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private void judge(Endpoint endpoint, long at, int status, String body) {
        long end = System.nanoTime();
        String wrong = "";
        try {
            wrong = status == 200 ? endpoint.check().wrong(body) : "status " + status;
        } catch (RuntimeException e) {
            wrong = "not of the form: " + e;
        }
        if (wrong.isEmpty()) {
            ledger.answered(endpoint, at, end);
        } else {
            ledger.failed(endpoint, at, end, wrong, body);
        }
    }

    private Connection connection() throws IOException {
        long now = System.nanoTime();
        for (Idle one = idle.poll(); one != null; one = idle.poll()) {
            if (now - one.since() < STALE_NANOS) {
                return one.connection();
            }
            one.connection().close();
        }
        return new Connection(port);
    }
}
