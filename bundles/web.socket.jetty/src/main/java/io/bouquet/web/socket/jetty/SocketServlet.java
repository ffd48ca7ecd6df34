package io.bouquet.web.socket.jetty;

import io.bouquet.accounts.Caller;
import io.bouquet.web.MethodAccess;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestCaller;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Answers the handshakes of one endpoint. All that is wrong with one is a problem before the upgrade. */
final class SocketServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final int RETRY_AFTER_SECONDS = 5;
    /** Request attribute of the HTTP server. */
    private static final String UPGRADE = "io.bouquet.web.jetty.upgrade";

    private final transient Endpoint endpoint;
    private final transient Limits limits;
    private final transient Places places;
    private final transient MethodAccess access;
    private final transient Method open;
    private final transient Upgrader upgrader;

    /** @param open the endpoint's method, whose annotations say who may call it */
    SocketServlet(
            Endpoint endpoint, Limits limits, Places places, MethodAccess access, Method open, Upgrader upgrader) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.places = places;
        this.access = access;
        this.open = open;
        this.upgrader = upgrader;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            check(request, response);
            if (!access.refuses(open.getDeclaringClass(), open, request, response)) {
                open(request);
            }
        } catch (ProblemException e) {
            e.sendTo(response);
        }
    }

    private void check(HttpServletRequest request, HttpServletResponse response) {
        String below = request.getPathInfo();
        if (below != null && !below.isEmpty() && !below.equals("/")) {
            throw ProblemException.notFound("nothing answers at this path");
        }
        if (!hasToken(request, "Upgrade", "websocket") || !hasToken(request, "Connection", "upgrade")) {
            response.setHeader("Upgrade", "websocket");
            throw ProblemException.of(426, "this path takes WebSockets only; send the handshake of RFC 6455");
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            response.setHeader("Upgrade", "websocket");
            response.setHeader("Sec-WebSocket-Version", VERSION);
            throw ProblemException.of(426, "this server knows version " + VERSION + " of the WebSocket protocol");
        }
        if (!isKey(request.getHeader("Sec-WebSocket-Key"))) {
            throw ProblemException.of(
                    400, "the header Sec-WebSocket-Key must have " + KEY_BYTES + " bytes in Base64 (RFC 6455, 4.1)");
        }
        if (endpoint.isEnding()) {
            throw ProblemException.unavailable("the endpoint is being replaced; try again soon", RETRY_AFTER_SECONDS);
        }
    }

    private static boolean hasToken(HttpServletRequest request, String name, String token) {
        String value = request.getHeader(name);
        return value != null
                && Arrays.stream(value.split(",", -1))
                        .anyMatch(one -> one.strip().toLowerCase(Locale.ROOT).equals(token));
    }

    private static boolean isKey(String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void open(HttpServletRequest request) {
        Caller caller =
                RequestCaller.of(request).orElseThrow(() -> ProblemException.of(401, "this path needs an account"));
        if (!(request.getAttribute(UPGRADE) instanceof Map.Entry<?, ?> upgrade
                && upgrade.getKey() instanceof Request own
                && upgrade.getValue() instanceof Response answer)) {
            throw ProblemException.of(501, "WebSockets need HTTP/1.1 and the platform's own server");
        }
        String account = caller.account().name();
        places.take(account);
        JettySocket socket =
                new JettySocket(endpoint, limits, caller, parameters(request), () -> places.leave(account));
        endpoint.add(socket);
        boolean opened = false;
        try {
            opened = upgrader.upgrade(own, answer, socket);
        } finally {
            if (!opened) {
                endpoint.remove(socket);
                places.leave(account);
            }
        }
        if (!opened) {
            throw ProblemException.of(400, "the handshake of the WebSocket cannot be read (RFC 6455, 4.2.1)");
        }
    }

    private static Map<String, List<String>> parameters(HttpServletRequest request) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
        return Map.copyOf(parameters);
    }
}
