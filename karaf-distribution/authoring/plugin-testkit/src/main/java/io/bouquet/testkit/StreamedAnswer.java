package io.bouquet.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** An answer whose body arrives piece by piece: lines, JSON lines, or server-sent events. Read it once. */
public final class StreamedAnswer implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BufferedReader reader;

    StreamedAnswer(HttpResponse<InputStream> response) {
        this.response = response;
        this.reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    public int status() {
        return response.statusCode();
    }

    public HttpHeaders headers() {
        return response.headers();
    }

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** Returns the lines, each as soon as it arrives. */
    public Stream<String> lines() {
        return reader.lines();
    }

    /**
     * Returns the objects of JSON lines, each as soon as it arrives.
     *
     * @throws AssertionError while reading, if a line is not JSON of the type
     */
    public <T> Stream<T> lines(Class<T> type) {
        return lines().map(line -> parsed(line, type));
    }

    /** Returns server-sent events, each as soon as it arrives; comments are skipped. */
    public Stream<ServerEvent> events() {
        return Stream.generate(this::nextEvent).takeWhile(Optional::isPresent).map(Optional::orElseThrow);
    }

    static <T> T parsed(String json, Class<T> type) {
        try {
            return Client.JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not a " + type.getSimpleName() + " (" + e.getOriginalMessage() + "): " + json, e);
        }
    }

    private Optional<ServerEvent> nextEvent() {
        String id = "";
        String name = "message";
        StringBuilder data = new StringBuilder();
        boolean hasData = false;
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isEmpty()) {
                    if (hasData) {
                        return Optional.of(new ServerEvent(id, name, data.toString()));
                    }
                    continue;
                }
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
                switch (field) {
                    case "id" -> id = value;
                    case "event" -> name = value;
                    case "data" -> {
                        data.append(hasData ? "\n" : "").append(value);
                        hasData = true;
                    }
                    default -> {
                        // a comment, or a field of the future
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the stream broke off: " + e.getMessage(), e);
        }
    }

    /** Leaves, as a client that disconnects. */
    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
