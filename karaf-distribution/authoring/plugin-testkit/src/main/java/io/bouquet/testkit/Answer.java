package io.bouquet.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.web.FieldError;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer that has arrived to its end. */
public final class Answer {
    private static final int SHOWN = 2_000;

    private final HttpResponse<byte[]> response;

    Answer(HttpResponse<byte[]> response) {
        this.response = response;
    }

    public int status() {
        return response.statusCode();
    }

    /**
     * Returns this answer if it has the status.
     *
     * @throws AssertionError if it has another one; the message has the body
     */
    public Answer expect(int status) {
        if (status() != status) {
            throw new AssertionError("expected status " + status + ", but got " + this);
        }
        return this;
    }

    public HttpHeaders headers() {
        return response.headers();
    }

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    public byte[] bytes() {
        return response.body().clone();
    }

    /** Returns the body as a text in UTF-8. */
    public String text() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** @throws AssertionError if the body is not JSON */
    public JsonNode json() {
        try {
            return Client.JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("the body is not JSON: " + this, e);
        }
    }

    /**
     * Returns the body of a success as an object.
     *
     * @throws AssertionError if the answer is an error, or its JSON is not of the type
     */
    public <T> T as(Class<T> type) {
        try {
            return Client.JSON.readValue(success(), type);
        } catch (IOException e) {
            throw notOf(type.getSimpleName(), e);
        }
    }

    /** Returns the body of a success as an object of a generic type; see {@link #as(Class)}. */
    public <T> T as(TypeReference<T> type) {
        try {
            return Client.JSON.readValue(success(), type);
        } catch (IOException e) {
            throw notOf(type.getType().getTypeName(), e);
        }
    }

    /** Returns the elements of the list that the body of a success is; see {@link #as(Class)}. */
    public <T> List<T> list(Class<T> type) {
        try {
            return Client.JSON.readerForListOf(type).readValue(success());
        } catch (IOException e) {
            throw notOf("list of " + type.getSimpleName(), e);
        }
    }

    /**
     * Returns all errors of an invalid request.
     *
     * @throws AssertionError if the answer is not a 422
     */
    public List<FieldError> errors() {
        expect(422);
        List<FieldError> errors = new ArrayList<>();
        for (JsonNode error : json().path("errors")) {
            errors.add(new FieldError(
                    error.path("type").asText(),
                    Client.JSON.convertValue(error.path("loc"), new TypeReference<List<Object>>() {}),
                    error.path("msg").asText(),
                    error.has("input") ? Client.JSON.convertValue(error.get("input"), Object.class) : null,
                    error.has("ctx")
                            ? Client.JSON.convertValue(error.get("ctx"), new TypeReference<Map<String, Object>>() {})
                            : Map.of()));
        }
        return errors;
    }

    private byte[] success() {
        if (status() >= 300) {
            throw new AssertionError("expected a success, but got " + this);
        }
        return response.body();
    }

    private AssertionError notOf(String type, IOException e) {
        String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return new AssertionError("the body is not a " + type + " (" + reason + "): " + this, e);
    }

    /** Returns the request, the status and the body. */
    @Override
    public String toString() {
        String text = text();
        return status() + " for " + response.request().method() + " "
                + response.request().uri().getPath()
                + (text.isEmpty()
                        ? " without a body"
                        : ": " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…"));
    }
}
