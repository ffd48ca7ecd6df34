package io.bouquet.web.jetty;

import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/** Gives each request an id for answers and the log. The guard of {@code io.bouquet.web} uses the same attribute. */
final class RequestId {
    static final String HEADER = "X-Request-Id";
    static final String ATTRIBUTE = "io.bouquet.web.request";

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** Returns the id that the caller sent if it is safe to repeat, else a random one; always the same for one request. */
    static String of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String sent = request.getHeaders().get(HEADER);
        String id = sent != null && ALLOWED.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
