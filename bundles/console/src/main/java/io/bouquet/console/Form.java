package io.bouquet.console;

import io.bouquet.console.spi.PageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query or of a form's body. Read here rather than by the container, whose limit for forms is its
 * own, breaks off without a word for people, and mixes the query with the body.
 */
final class Form {
    private static final String TYPE = "application/x-www-form-urlencoded";
    /** Of what is too large, how many times the limit is read all the same. */
    private static final int PATIENCE = 8;

    private final Map<String, List<String>> parameters;

    Form(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    static Form ofQuery(HttpServletRequest request) {
        return parse(request.getQueryString());
    }

    /** Refuses a body of more than {@code limit} bytes with 413. */
    static Form ofBody(HttpServletRequest request, int limit) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE)) {
            throw new PageException(415, "A form is sent as " + TYPE + "; this was " + type + ".");
        }
        InputStream input = request.getInputStream();
        byte[] body = input.readNBytes(limit + 1);
        if (body.length > limit) {
            // a browser that is still sending when the connection closes shows its own page instead of ours
            input.skip(PATIENCE * (long) limit);
            throw new PageException(413, "The form is too large: it may have " + limit / 1024 + " KiB.");
        }
        return parse(new String(body, StandardCharsets.UTF_8));
    }

    Map<String, List<String>> parameters() {
        return parameters;
    }

    String get(String name) {
        List<String> values = parameters.get(name);
        return values == null ? "" : values.get(0);
    }

    private static Form parse(@Nullable String encoded) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (encoded != null) {
            for (String pair : encoded.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                if (!pair.isEmpty()) {
                    parameters
                            .computeIfAbsent(decode(name), any -> new ArrayList<>())
                            .add(decode(value));
                }
            }
        }
        return new Form(Collections.unmodifiableMap(parameters));
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new PageException(400, "The form or the address has a % that is not followed by two hex digits.");
        }
    }
}
