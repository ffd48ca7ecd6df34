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
 * The parameters of a query or of a form's body. Not read by the container, because the container has its own limit for
 * forms, gives no message beyond it, and mixes query and body.
 */
final class Form {
    private static final String TYPE = "application/x-www-form-urlencoded";
    /** A body that is too large is read to this multiple of the limit. */
    private static final int DRAIN_FACTOR = 8;

    private final Map<String, List<String>> parameters;

    Form(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    static Form ofQuery(HttpServletRequest request) {
        return parse(request.getQueryString());
    }

    /** Reads a body; refuses more than {@code limit} bytes with 413. */
    static Form ofBody(HttpServletRequest request, int limit) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE)) {
            throw new PageException(415, "Send a form as " + TYPE + ", not as " + type + ".");
        }
        InputStream input = request.getInputStream();
        byte[] body = input.readNBytes(limit + 1);
        if (body.length > limit) {
            // a browser that is still sending when the connection closes shows its own error page
            input.skip(DRAIN_FACTOR * (long) limit);
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
