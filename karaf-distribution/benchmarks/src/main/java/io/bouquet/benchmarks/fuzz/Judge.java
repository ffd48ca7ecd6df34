package io.bouquet.benchmarks.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.benchmarks.fuzz.ApiDocument.Operation;
import io.bouquet.benchmarks.fuzz.ApiDocument.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says what is wrong with an answer, by the document and by what holds for all answers. */
final class Judge {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Of these a server may say that it does not implement them. */
    private static final List<String> UNKNOWN_METHODS = List.of("TRACE", "BREW", "PATCH", "get");
    /** HTTP's own answers to {@code OPTIONS}, and to requests with conditions or ranges. */
    private static final List<Integer> OF_HTTP = List.of(204, 206, 304, 412, 416);

    private static final Pattern INTERNALS = Pattern.compile("Exception\\b|Caused by|\\bat (java|javax|org|com|io)\\.");

    private Judge() {}

    /** Returns what is wrong; empty if nothing is. */
    static String wrong(Sent sent, Received answer) {
        List<String> wrong = new ArrayList<>();
        int status = answer.status();
        if (answer.header("x-request-id").isEmpty()) {
            wrong.add("no request id");
        }
        if (!answer.header("x-injected").isEmpty()) {
            wrong.add("a header is injected");
        }
        if (status >= 400 && INTERNALS.matcher(answer.body()).find()) {
            wrong.add("shows its inside");
        }
        if (status >= 500 && !isExpected(sent, answer)) {
            wrong.add("status " + status);
        }
        if (status / 100 == 2
                && !sent.isBent()
                && sent.operation().filter(one -> mayNot(sent.role(), one)).isPresent()) {
            wrong.add("answered to " + sent.role());
        }
        if (!sent.method().equals("HEAD")) {
            wrong.addAll(
                    sent.operation().isPresent()
                            ? byDocument(sent, sent.operation().get(), answer)
                            : general(sent, answer));
        }
        return String.join("; ", wrong);
    }

    private static boolean mayNot(Role role, Operation operation) {
        return role == Role.NOBODY && !operation.isPublic() || role == Role.USER && operation.isLimited();
    }

    private static boolean isExpected(Sent sent, Received answer) {
        if (answer.status() == 501) {
            return UNKNOWN_METHODS.contains(sent.method()) || sent.isBent();
        }
        return sent.operation()
                .map(one -> one.responses().get(String.valueOf(answer.status())))
                .isPresent();
    }

    private static List<String> byDocument(Sent sent, Operation operation, Received answer) {
        Optional<Response> response = operation.response(answer.status());
        if (response.isEmpty()) {
            return sent.isBent() && (OF_HTTP.contains(answer.status()) || answer.status() == 501)
                    ? List.of()
                    : List.of("the document of " + operation + " has no status " + answer.status());
        }
        List<String> wrong = new ArrayList<>();
        response.get().headers().stream()
                .filter(header -> answer.header(header).isEmpty())
                .forEach(header -> wrong.add("the header " + header + " is missing"));
        if (response.get().bodies().isEmpty()) {
            if (!answer.body().isEmpty()) {
                wrong.add("a body that the document of " + operation + " does not have");
            }
            return wrong;
        }
        AnswerSchema schema = response.get().bodies().get(answer.mediaType());
        if (schema == null) {
            wrong.add("the document of " + operation + " has no " + answer.mediaType() + " for " + answer.status());
        } else if (schema.isEmpty() && !answer.mediaType().equals("text/event-stream")) {
            wrong.add("the document of " + operation + " says nothing of its answer");
        } else if (!schema.isText()) {
            wrong.addAll(bySchema(schema, answer));
        }
        return wrong;
    }

    private static List<String> bySchema(AnswerSchema schema, Received answer) {
        List<String> values =
                answer.mediaType().contains("ndjson") ? answer.body().lines().toList() : List.of(answer.body());
        List<String> wrong = new ArrayList<>();
        for (String value : values) {
            Optional<JsonNode> json = json(value);
            if (json.isEmpty()) {
                wrong.add("broken JSON: " + value);
            } else {
                schema.errors(json.get()).forEach(error -> wrong.add("breaks its schema: " + error));
            }
        }
        return wrong;
    }

    /** Whatever answers: HTML only in the console, whole JSON, and a problem for each error. */
    private static List<String> general(Sent sent, Received answer) {
        String type = answer.mediaType();
        List<String> wrong = new ArrayList<>();
        if (!sent.isOfTheConsole() && type.equals("text/html") && answer.status() != 200) {
            wrong.add("HTML");
        }
        if (type.endsWith("json")
                && !type.endsWith("ndjson")
                && json(answer.body()).isEmpty()) {
            wrong.add("broken JSON");
        }
        // the Open Inference Protocol has errors of its own
        boolean isError = type.equals("application/problem+json")
                || sent.path().startsWith("/v2") && type.equals("application/json");
        // the token endpoint has those of OAuth 2
        isError |= sent.path().equals("/api/token") && type.equals("application/json");
        if (answer.status() >= 400 && !sent.isOfTheConsole() && !isError) {
            wrong.add("no problem");
        }
        return wrong;
    }

    /** The one JSON value of a text; empty if it is none. */
    static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
