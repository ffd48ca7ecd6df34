package io.bouquet.web.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** A client's connection, which measures how fast the client sends and reads. */
final class ClientEndPoint extends SocketChannelEndPoint {
    final Address address;

    private volatile long bytesIn;
    private volatile long bytesOut;
    /** Time of the first byte of a request whose header is incomplete; 0 if there is no such request. */
    private volatile long headSince;

    private volatile boolean refused;
    private volatile boolean upgraded;
    private volatile @Nullable Exchange exchange;

    ClientEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Address address) {
        super(channel, selector, key, scheduler);
        this.address = address;
    }

    @Override
    // one thread at a time reads
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled > 0) {
            bytesIn += filled;
            if (exchange == null && headSince == 0 && !upgraded) {
                headSince = System.nanoTime();
            }
        }
        return filled;
    }

    @Override
    // one thread at a time writes
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = remaining(buffers);
        try {
            return super.flush(buffers);
        } finally {
            bytesOut += before - remaining(buffers);
        }
    }

    private static long remaining(ByteBuffer... buffers) {
        long remaining = 0;
        for (ByteBuffer buffer : buffers) {
            remaining += buffer.remaining();
        }
        return remaining;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    /** The connection no longer carries requests, such as one of a WebSocket. */
    @Override
    public void upgrade(Connection changed) {
        upgraded = true;
        headSince = 0;
        super.upgrade(changed);
    }

    void begin(Exchange begun) {
        headSince = 0;
        exchange = begun;
    }

    void end() {
        exchange = null;
    }

    /** Marks the connection to be closed as soon as it is open. */
    void refuse() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /** Closes the connection, or refuses the request, if the client is too slow. */
    void check(long now, MinimumRate minimum) {
        Exchange current = exchange;
        long since = headSince;
        if (current != null) {
            current.check(now, minimum);
        } else if (since != 0 && now - since > minimum.headNanos()) {
            close();
        }
    }
}
