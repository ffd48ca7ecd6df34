package io.bouquet.plugin.tool;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A page for the browser with the state of each project: its errors with their lines, and its tests. Only programs of this
 * machine reach it, and only while {@code bouquet dev} runs.
 */
final class DevPage implements AutoCloseable {
    /** Other names could be those of a web site that points them to this machine. */
    private static final Pattern OWN_HOST = Pattern.compile("(?:127\\.0\\.0\\.1|localhost)(?::\\d+)?");

    private final HttpServer server;
    private final Report report;

    /** @param port 0 for any free one */
    DevPage(int port, Report report) throws IOException {
        this.report = report;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = exchange.getRequestHeaders().getFirst("Host");
            boolean allowed = host != null
                    && OWN_HOST.matcher(host).matches()
                    && exchange.getRequestMethod().equals("GET");
            byte[] body = (allowed ? page() : "Only GET, and only for 127.0.0.1").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", (allowed ? "text/html" : "text/plain") + "; charset=utf-8");
            exchange.getResponseHeaders()
                    .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(allowed ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String page() {
        StringBuilder html = new StringBuilder("""
                <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">
                <title>bouquet dev</title><style>
                body { font-family: system-ui, sans-serif; margin: 2rem; }
                pre { padding: 1rem; background: #f6f6f6; border-left: .4rem solid #2a7d2a; overflow: auto; }
                .bad { border-color: #b3261e; }
                </style></head><body>
                """);
        report.states().forEach((project, state) -> {
            html.append("<h1>" + escaped(project) + "</h1><p>" + state.at() + "</p>");
            html.append(block(state.good(), state.text()));
            if (!state.tests().text().isEmpty()) {
                html.append("<h2>Tests</h2>")
                        .append(block(state.tests().passed(), state.tests().text()));
            }
        });
        return html.append("</body></html>").toString();
    }

    private static String block(boolean good, String text) {
        return "<pre" + (good ? "" : " class=\"bad\"") + ">" + escaped(text) + "</pre>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
