package io.bouquet.web.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.UnaryOperator;
import javax.servlet.ServletOutputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A response that turns all errors into problems, since the container's own error pages reveal too much. It sets the
 * methods of the path in {@code Allow}, and removes the host from {@code Location}: a client may send any Host header, and
 * behind a proxy it may be another host.
 */
final class GuardedResponse extends HttpServletResponseWrapper {
    private final HttpServletRequest request;
    private final UnaryOperator<String> allowed;
    private @Nullable ServletOutputStream output;

    /** @param allowed replaces the methods of an {@code Allow} header */
    GuardedResponse(HttpServletRequest request, HttpServletResponse response, UnaryOperator<String> allowed) {
        super(response);
        this.request = request;
        this.allowed = allowed;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream its = output;
        if (its == null) {
            its = new GuardedOutput(super.getOutputStream());
            output = its;
        }
        return its;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        super.setHeader(name, value == null ? null : fit(name, value));
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (value != null && name.equalsIgnoreCase("Allow")) {
            super.setHeader(name, fit(name, value));
        } else {
            super.addHeader(name, value == null ? null : fit(name, value));
        }
    }

    private String fit(String name, String value) {
        if (name.equalsIgnoreCase("Allow")) {
            return allowed.apply(value);
        }
        return name.equalsIgnoreCase("Location") ? withoutOwnHost(value) : value;
    }

    private String withoutOwnHost(String location) {
        try {
            URI uri = new URI(location);
            String path = uri.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//") || !isOwn(uri)) {
                return location;
            }
            return path
                    + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                    + (uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
        } catch (URISyntaxException e) {
            return location;
        }
    }

    /** CXF writes {@code localhost} if the client's Host header is the loopback address. */
    private boolean isOwn(URI uri) {
        String host = uri.getHost();
        if (host == null) {
            return false;
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        String named = request.getServerName();
        return port == request.getServerPort()
                && (host.equalsIgnoreCase(named) || host.equals("localhost") && named.startsWith("127."));
    }

    @Override
    public void sendError(int status) throws IOException {
        sendError(status, null);
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        if (isCommitted()) {
            super.sendError(status, message);
        } else {
            new Problem(status, detail(status)).sendTo(this);
        }
    }

    /** Replaces the container's message, which may name classes. */
    private static String detail(int status) {
        return switch (status) {
            case 400 -> "the request cannot be read";
            case 404 -> "nothing answers at this path";
            case 405 -> "this path does not take the method";
            case 413 -> "the body is too large";
            case 500 -> "the platform failed to answer; its log says why, under the id of the request";
            case 501 -> "nothing at this path knows the method";
            case 503 -> "the service at this path is being replaced and not back yet; try again soon";
            default -> Problem.title(status);
        };
    }
}
