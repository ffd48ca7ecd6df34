package io.bouquet.web.jetty;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * An answer that buffers a limited number of bytes in memory and sends them without a thread, so that the writing thread
 * need not wait for a slow client. Above the limit the writing thread waits.
 */
final class Answer extends Response.Wrapper {
    private final Object lock = new Object();
    private final Queue<Piece> pieces = new ArrayDeque<>();
    private final Sender sender = new Sender();
    private final Budget budget;
    private final Address address;
    private final long limit;
    private final WaitingWriters writers;
    private final ClientEndPoint client;

    private long pending;
    private boolean lastTaken;
    private @Nullable Throwable failure;
    private @Nullable Runnable afterwards;

    /** @param done the writer's callback; null if the bytes were buffered and the callback was called */
    private record Piece(
            boolean last,
            @Nullable ByteBuffer bytes,
            long size,
            @Nullable Callback done) {}

    Answer(
            Request request,
            Response response,
            Budget budget,
            Address address,
            long limit,
            WaitingWriters writers,
            ClientEndPoint client) {
        super(request, response);
        this.writers = writers;
        this.client = client;
        this.budget = budget;
        this.address = address;
        this.limit = limit;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer bytes, Callback callback) {
        long size = bytes == null ? 0 : bytes.remaining();
        boolean taken;
        Throwable failed;
        synchronized (lock) {
            failed = failure;
            taken = failed == null && pending + size <= limit && (size == 0 || budget.take(address, size));
            if (failed == null) {
                pieces.add(new Piece(last, taken ? copy(bytes) : bytes, size, taken ? null : callback));
                pending += size;
                lastTaken |= last;
            }
        }
        if (failed != null) {
            callback.failed(new EofException(failed));
            return;
        }
        if (!taken) {
            writers.enter(this);
        }
        sender.iterate();
        if (taken) {
            callback.succeeded();
        }
    }

    private static @Nullable ByteBuffer copy(@Nullable ByteBuffer bytes) {
        if (bytes == null || !bytes.hasRemaining()) {
            return bytes;
        }
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes).flip();
        return copy;
    }

    @Override
    public boolean hasLastWrite() {
        synchronized (lock) {
            return lastTaken || super.hasLastWrite();
        }
    }

    /** Runs {@code action} when all written bytes have been sent or sending has failed. */
    void whenSent(Runnable action) {
        synchronized (lock) {
            if (pending > 0 || !pieces.isEmpty() || sender.isSending()) {
                afterwards = action;
                return;
            }
        }
        action.run();
    }

    @Nullable
    Throwable failure() {
        synchronized (lock) {
            return failure;
        }
    }

    /** Whether a write to the client is in progress. */
    boolean isPending() {
        synchronized (lock) {
            return sender.isSending();
        }
    }

    /** Stops waiting for the client, since other requests need the thread. */
    void giveUp() {
        client.close(new TimeoutException("too many threads wait for clients to read their answers"));
    }

    private void write(Piece piece, Callback callback) {
        super.write(piece.last(), piece.bytes(), callback);
    }

    private final class Sender extends IteratingCallback {
        private @Nullable Piece current;

        boolean isSending() {
            return current != null;
        }

        @Override
        protected Action process() {
            Piece next;
            Runnable action = null;
            synchronized (lock) {
                next = pieces.poll();
                current = next;
                if (next == null) {
                    action = afterwards;
                    afterwards = null;
                }
            }
            if (next == null) {
                if (action != null) {
                    action.run();
                }
                return Action.IDLE;
            }
            write(next, this);
            return Action.SCHEDULED;
        }

        @Override
        protected void onSuccess() {
            Piece sent;
            synchronized (lock) {
                sent = current;
                current = null;
                if (sent != null) {
                    pending -= sent.size();
                }
            }
            if (sent != null) {
                settle(sent, null);
            }
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            Runnable action;
            Queue<Piece> unsent = new ArrayDeque<>();
            synchronized (lock) {
                failure = cause;
                if (current != null) {
                    unsent.add(current);
                }
                current = null;
                unsent.addAll(pieces);
                pieces.clear();
                pending = 0;
                action = afterwards;
                afterwards = null;
            }
            unsent.forEach(piece -> settle(piece, cause));
            if (action != null) {
                action.run();
            }
        }

        private void settle(Piece piece, @Nullable Throwable cause) {
            Callback done = piece.done();
            if (done == null) {
                if (piece.size() > 0) {
                    budget.release(address, piece.size());
                }
                return;
            }
            writers.leave(Answer.this);
            if (cause == null) {
                done.succeeded();
            } else {
                done.failed(cause);
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
