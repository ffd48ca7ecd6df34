package io.bouquet.web.jetty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads the client's address ({@code X-Forwarded-For}) and whether it used TLS ({@code X-Forwarded-Proto}), or both from
 * {@code Forwarded} (RFC 7239), if the request comes from a proxy that the operator trusts.
 */
final class TrustedProxies implements HttpConfiguration.Customizer {
    private static final String FORWARDED_FOR = "io.bouquet.web.jetty.forwarded-for";

    private final List<Range> trusted = new ArrayList<>();

    /** An address and the number of its leading bits that must match. */
    private record Range(byte[] address, int bits) {
        static Range of(String text) {
            int slash = text.indexOf('/');
            byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
            int all = address == null ? 0 : address.length * 8;
            int bits;
            try {
                bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            } catch (NumberFormatException e) {
                bits = -1;
            }
            if (address == null || bits < 0 || bits > all) {
                throw new IllegalArgumentException(
                        "trustedProxies takes addresses such as 10.0.0.7 and ranges such as 10.0.0.0/24, not '" + text
                                + "'");
            }
            return new Range(address, bits);
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if (((other[bit >> 3] ^ address[bit >> 3]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    TrustedProxies(String... ranges) {
        for (String range : ranges) {
            if (!range.isBlank()) {
                trusted.add(Range.of(range.strip()));
            }
        }
    }

    /** Returns the client address that a trusted proxy sent; null if there is none. */
    static @Nullable String forwardedFor(Request request) {
        return (String) request.getAttribute(FORWARDED_FOR);
    }

    boolean trusts(@Nullable InetAddress address) {
        return address != null && trusts(address.getAddress());
    }

    private boolean trusts(byte[] address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
        if (trusted.isEmpty() || !(remote instanceof InetSocketAddress peer) || !trusts(peer.getAddress())) {
            return request;
        }
        List<String> clients = new ArrayList<>();
        String scheme = null;
        List<String> forwarded = request.getHeaders().getValuesList(HttpHeader.FORWARDED);
        if (forwarded.isEmpty()) {
            request.getHeaders()
                    .getValuesList(HttpHeader.X_FORWARDED_FOR)
                    .forEach(value -> clients.addAll(List.of(value.split(","))));
            scheme = last(request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_PROTO));
        } else {
            for (String hop : String.join(",", forwarded).split(",")) {
                for (String pair : hop.split(";")) {
                    String[] parts = pair.strip().split("=", 2);
                    String value = parts.length < 2 ? "" : parts[1].strip().replace("\"", "");
                    if (parts[0].equalsIgnoreCase("for")) {
                        clients.add(value);
                    } else if (parts[0].equalsIgnoreCase("proto")) {
                        scheme = value;
                    }
                }
            }
        }
        return new ForwardedRequest(request, "https".equalsIgnoreCase(scheme), nearest(clients));
    }

    private static @Nullable String last(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        String value = values.get(values.size() - 1);
        return value.substring(value.lastIndexOf(',') + 1).strip();
    }

    /** Returns the last address that is not a trusted proxy; the client itself may have written the ones before it. */
    private @Nullable InetAddress nearest(List<String> clients) {
        for (int i = clients.size() - 1; i >= 0; i--) {
            byte[] address = bytes(withoutPort(clients.get(i).strip()));
            if (address == null) {
                return null;
            }
            if (!trusts(address)) {
                try {
                    return InetAddress.getByAddress(address);
                } catch (UnknownHostException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return null;
    }

    private static String withoutPort(String client) {
        if (client.startsWith("[")) {
            int end = client.indexOf(']');
            return end < 0 ? "" : client.substring(1, end);
        }
        int colon = client.indexOf(':');
        return colon >= 0 && colon == client.lastIndexOf(':') ? client.substring(0, colon) : client;
    }

    /** Returns the bytes of a literal address; null for a host name, which would need a DNS query. */
    private static byte @Nullable [] bytes(String literal) {
        if (!literal.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return null;
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static final class ForwardedRequest extends Request.Wrapper {
        private final ConnectionMetaData connection;
        private final HttpURI uri;

        ForwardedRequest(Request request, boolean secure, @Nullable InetAddress client) {
            super(request);
            this.uri =
                    secure ? HttpURI.build(request.getHttpURI()).scheme("https").asImmutable() : request.getHttpURI();
            this.connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public boolean isSecure() {
                    return secure || super.isSecure();
                }

                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return client == null ? super.getRemoteSocketAddress() : new InetSocketAddress(client, 0);
                }
            };
            if (client != null) {
                setAttribute(FORWARDED_FOR, client.getHostAddress());
            }
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }

        @Override
        public boolean isSecure() {
            return connection.isSecure();
        }
    }
}
