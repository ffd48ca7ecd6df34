package io.bouquet.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that hold connections and take their time. Those that the server closes come again, so that their number
 * stays the same. One thread drives them all.
 */
final class SlowClients implements AutoCloseable {
    /** As many bytes a client reads or writes in a turn at most. */
    private static final int BYTES = 16;

    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(3);
    /** So many that were closed come again in a turn: more would be a flood, which is another attack. */
    private static final int COMEBACKS = 200;

    /**
     * A kind of client.
     *
     * @param from  the loopback address that they come from
     * @param first what they send at once
     * @param drip  what they send in each turn; empty to send nothing more
     * @param reads whether they read a few bytes of the answer in each turn
     */
    record Kind(String name, int count, String from, String first, String drip, boolean reads) {}

    private final int port;
    private final List<Client> clients = new ArrayList<>();
    private final Thread driver = new Thread(this::drive, "slow-clients");
    private volatile boolean ended;
    private volatile long closedByServer;

    private final class Client {
        final Kind kind;
        SocketChannel channel;

        Client(Kind kind) throws IOException {
            this.kind = kind;
            channel = connect();
        }

        SocketChannel connect() throws IOException {
            SocketChannel connected = SocketChannel.open();
            if (kind.reads()) {
                connected.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            }
            connected.bind(new InetSocketAddress(kind.from(), 0));
            connected.connect(new InetSocketAddress("127.0.0.1", port));
            connected.configureBlocking(false);
            connected.write(ascii(kind.first()));
            return connected;
        }

        /** Whether the server has kept the connection. */
        boolean turn() {
            try {
                if (kind.reads()) {
                    return channel.read(ByteBuffer.allocate(BYTES)) >= 0;
                }
                if (!kind.drip().isEmpty()) {
                    channel.write(ascii(kind.drip()));
                }
                // an answer means that the server has given up on the request
                return channel.read(ByteBuffer.allocate(BYTES)) == 0;
            } catch (IOException e) {
                return false;
            }
        }
    }

    SlowClients(int port, List<Kind> kinds) throws IOException {
        this.port = port;
        for (Kind kind : kinds) {
            for (int i = 0; i < kind.count(); i++) {
                clients.add(new Client(kind));
            }
        }
        driver.start();
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void drive() {
        while (!ended) {
            long begin = System.nanoTime();
            int comebacks = COMEBACKS;
            for (Client client : clients) {
                if (!client.turn() && comebacks-- > 0) {
                    comeAgain(client);
                }
            }
            LockSupport.parkNanos(TURN_NANOS - (System.nanoTime() - begin));
        }
    }

    // one thread writes
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void comeAgain(Client client) {
        closedByServer++;
        try {
            client.channel.close();
            client.channel = client.connect();
        } catch (IOException e) {
            // the next turn tries again
        }
    }

    int count() {
        return clients.size();
    }

    long closedByServer() {
        return closedByServer;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        LockSupport.unpark(driver);
        try {
            driver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Client client : clients) {
            client.channel.close();
        }
    }
}
