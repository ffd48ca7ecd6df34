package io.bouquet.itests;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** Speaks HTTP to a platform, as one account or as nobody. */
final class Client {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final JsonMapper JSON = new JsonMapper();

    private final URI base;
    private final String authorization;

    private Client(URI base, String authorization) {
        this.base = base;
        this.authorization = authorization;
    }

    static Client nobody(int port) {
        return new Client(URI.create("http://127.0.0.1:" + port), "");
    }

    Client as(String name, String password) {
        byte[] credentials = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Client(base, "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    Client asNobody() {
        return new Client(base, "");
    }

    /** Opens a connection on which the answer is read while the body is sent. */
    Duplex duplex(String method, String path, String headers) throws IOException {
        return new Duplex(base, method + " " + path, "Authorization: " + authorization + "\r\n" + headers);
    }

    URI base() {
        return base;
    }

    Answer get(String path) {
        return send("GET", path, Map.of(), BodyPublishers.noBody());
    }

    Answer delete(String path) {
        return send("DELETE", path, Map.of(), BodyPublishers.noBody());
    }

    /** Posts a value as JSON. */
    Answer post(String path, Map<String, ?> value) {
        try {
            return post(path, "application/json", JSON.writeValueAsString(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer post(String path, String contentType, String body) {
        return post(path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String path, String contentType, byte[] body) {
        return send("POST", path, Map.of("Content-Type", contentType), BodyPublishers.ofByteArray(body));
    }

    Answer send(String method, String path, Map<String, String> headers, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).method(method, body).timeout(Duration.ofSeconds(60));
        headers.forEach(request::header);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether the platform answers as ready; false as well while nothing listens. */
    boolean isReady() {
        try {
            return asNobody().get("/api/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
