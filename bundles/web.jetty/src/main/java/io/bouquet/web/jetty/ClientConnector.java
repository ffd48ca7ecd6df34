package io.bouquet.web.jetty;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Counts the connections of each address, and checks for slow clients once a second. */
final class ClientConnector extends ServerConnector {
    private static final int SEND_BUFFER = 256 * 1024;

    private final HttpServer.Config config;
    private final Addresses addresses;
    private final TrustedProxies proxies;
    private final MinimumRate minimum;

    ClientConnector(
            Server server,
            HttpServer.Config config,
            HttpConnectionFactory http,
            Addresses addresses,
            TrustedProxies proxies) {
        super(server, http);
        this.config = config;
        this.addresses = addresses;
        this.proxies = proxies;
        this.minimum = MinimumRate.of(config);
        setHost(config.host());
        setPort(config.port());
        setIdleTimeout(TimeUnit.SECONDS.toMillis(config.idleSeconds()));
        // large enough that the operating system does not refuse a burst of connections
        setAcceptQueueSize(1024);
        // by default the operating system buffers megabytes for each client that does not read
        setAcceptedSendBufferSize(SEND_BUFFER);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        checkInASecond();
    }

    private void checkInASecond() {
        getScheduler().schedule(this::check, 1, TimeUnit.SECONDS);
    }

    private void check() {
        if (!isRunning()) {
            return;
        }
        try {
            long now = System.nanoTime();
            for (EndPoint client : getConnectedEndPoints()) {
                ((ClientEndPoint) client).check(now, minimum);
            }
        } finally {
            checkInASecond();
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        InetAddress remote = channel.socket().getInetAddress();
        Address address = addresses.enter(remote == null ? "unknown" : remote.getHostAddress());
        ClientEndPoint client = new ClientEndPoint(channel, selector, key, getScheduler(), address);
        client.setIdleTimeout(getIdleTimeout());
        if (addresses.users(address) > config.connectionsPerAddress() && !proxies.trusts(remote)
                || getConnectedEndPoints().size() >= config.connections()) {
            client.refuse();
        }
        return client;
    }

    @Override
    protected void onEndPointOpened(EndPoint opened) {
        super.onEndPointOpened(opened);
        if (((ClientEndPoint) opened).isRefused()) {
            opened.close();
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint closed) {
        super.onEndPointClosed(closed);
        addresses.leave(((ClientEndPoint) closed).address);
    }
}
