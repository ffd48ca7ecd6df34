package io.bouquet.web.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.web.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem in an answer.
 *
 * @param detail for people: what happened and a way out; never a class name
 */
public record Problem(int status, String detail, List<FieldError> errors) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<Integer, String> TITLES = Map.of(
            413, "Content Too Large",
            421, "Misdirected Request",
            422, "Unprocessable Content",
            429, "Too Many Requests",
            431, "Request Header Fields Too Large");

    Problem(int status, String detail) {
        this(status, detail, List.of());
    }

    byte[] toJson() {
        RequestId.explain(detail);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", title(status));
        members.put("status", status);
        members.put("detail", wellFormed(detail));
        String request = RequestId.current();
        if (request != null) {
            members.put("instance", "urn:request:" + request);
        }
        if (!errors.isEmpty()) {
            members.put("errors", errors.stream().map(Problem::members).toList());
        }
        try {
            return JSON.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("problem " + status + " does not fit into JSON", e);
        }
    }

    /** Answers with this problem; headers that are already set stay. */
    public void sendTo(HttpServletResponse response) throws IOException {
        byte[] body = toJson();
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    static String title(int status) {
        Response.@Nullable Status known = Response.Status.fromStatusCode(status);
        return TITLES.getOrDefault(status, known == null ? "HTTP " + status : known.getReasonPhrase());
    }

    private static Map<String, Object> members(FieldError error) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", error.type());
        members.put("loc", error.loc().stream().map(Problem::plain).toList());
        members.put("msg", wellFormed(error.msg()));
        if (error.input() != null) {
            members.put("input", plain(error.input()));
        }
        if (!error.ctx().isEmpty()) {
            members.put("ctx", plain(error.ctx()));
        }
        return members;
    }

    /** Copies only JSON's own types, so that objects of a plugin are neither inspected nor retained. */
    private static Object plain(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Iterable<?> many) {
            List<Object> list = new ArrayList<>();
            many.forEach(one -> list.add(plain(one)));
            return list;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((name, one) -> plain.put(wellFormed(String.valueOf(name)), plain(one)));
            return plain;
        }
        return wellFormed(Objects.toString(value));
    }

    /** Replaces lone surrogates, which have no UTF-8 form: invalid input must not make the answer fail. */
    private static String wellFormed(String text) {
        StringBuilder fit = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(fit::appendCodePoint);
        return fit.toString();
    }
}
