package io.bouquet.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request that is being put together. */
public final class Call {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Client client;
    private final String method;
    private final String path;
    private final List<String[]> headers = new ArrayList<>();
    private final List<String> query = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private byte @Nullable [] body;
    private @Nullable String contentType;

    /** @param file null for a field of a form */
    private record Part(String name, @Nullable String file, String contentType, byte[] content) {}

    Call(Client client, String method, String path) {
        this.client = client;
        this.method = method;
        this.path = path;
    }

    /** Adds a header. */
    public Call header(String name, String value) {
        headers.add(new String[] {name, value});
        return this;
    }

    /** Adds query parameters with one name; the values are encoded. */
    public Call query(String name, Object... values) {
        for (Object value : values) {
            query.add(encoded(name) + "=" + encoded(value.toString()));
        }
        return this;
    }

    /** Sets a JSON body: a text is sent as it is, any other object as JSON. */
    public Call json(Object value) {
        try {
            byte[] json = value instanceof String text
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : Client.JSON.writeValueAsBytes(value);
            return body("application/json", json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write " + value + " as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Sets the body. */
    public Call body(String contentType, byte[] content) {
        this.contentType = contentType;
        this.body = content.clone();
        return this;
    }

    /** Sets the body, a text in UTF-8. */
    public Call body(String contentType, String text) {
        return body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a field of a form. */
    public Call form(String name, Object value) {
        parts.add(new Part(name, null, "", value.toString().getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Adds a file of a form, which is then sent as {@code multipart/form-data}. */
    public Call file(String name, String fileName, String contentType, byte[] content) {
        parts.add(new Part(name, fileName, contentType, content.clone()));
        return this;
    }

    /** Sends the request, and reads the answer to its end. */
    public Answer send() {
        return new Answer(exchange(HttpResponse.BodyHandlers.ofByteArray()));
    }

    /** Sends the request, and returns the answer as soon as its headers are there. Close it. */
    public StreamedAnswer stream() {
        HttpResponse<InputStream> answer = exchange(HttpResponse.BodyHandlers.ofInputStream());
        return new StreamedAnswer(answer);
    }

    private <T> HttpResponse<T> exchange(HttpResponse.BodyHandler<T> handler) {
        try {
            return client.http.send(request(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " got no answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " " + path + " was interrupted", e);
        }
    }

    private HttpRequest request() {
        if (!parts.isEmpty()) {
            writeForm();
        }
        String whole = query.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + String.join("&", query);
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(client.uri(whole)).timeout(LIMIT).method(method, publisher);
        if (client.authorization != null) {
            request.setHeader("Authorization", client.authorization);
        }
        if (contentType != null) {
            request.setHeader("Content-Type", contentType);
        }
        headers.forEach(header -> request.header(header[0], header[1]));
        return request.build();
    }

    private void writeForm() {
        if (parts.stream().allMatch(part -> part.file() == null)) {
            body(
                    "application/x-www-form-urlencoded",
                    parts.stream()
                            .map(part -> encoded(part.name()) + "="
                                    + encoded(new String(part.content(), StandardCharsets.UTF_8)))
                            .collect(Collectors.joining("&")));
            return;
        }
        String boundary = "testkit-" + UUID.randomUUID();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            StringBuilder head = new StringBuilder("--" + boundary + "\r\nContent-Disposition: form-data; name=\"")
                    .append(part.name())
                    .append('"');
            if (part.file() != null) {
                head.append("; filename=\"")
                        .append(part.file())
                        .append("\"\r\nContent-Type: ")
                        .append(part.contentType());
            }
            out.writeBytes(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
            out.writeBytes(part.content());
            out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        body("multipart/form-data; boundary=" + boundary, out.toByteArray());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
