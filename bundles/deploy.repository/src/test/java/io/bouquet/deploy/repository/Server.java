package io.bouquet.deploy.repository;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Serves the files of a folder. A path that begins with {@code /elsewhere} is redirected to another host. */
final class Server implements AutoCloseable {
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer http;

    Server(Path folder) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            Path file = folder.resolve(path.substring(1));
            if (path.startsWith("/elsewhere")) {
                exchange.getResponseHeaders().set("Location", "http://localhost.example/" + path);
                exchange.sendResponseHeaders(302, -1);
            } else if (path.startsWith("/closed")
                    && exchange.getRequestHeaders().getFirst("Authorization") == null) {
                exchange.sendResponseHeaders(401, -1);
            } else if (Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream out = exchange.getResponseBody()) {
                    Files.copy(file, out);
                }
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
            exchange.close();
        });
        http.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/" + path;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
