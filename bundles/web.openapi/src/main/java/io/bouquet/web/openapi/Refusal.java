package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.core.Response;

/** Answers with a problem. The HTTP whiteboard does not pass on exceptions of servlets. */
final class Refusal {
    private Refusal() {}

    static void send(ProblemException why, HttpServletResponse response) throws IOException {
        ObjectNode problem = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", Response.Status.fromStatusCode(why.status()).getReasonPhrase())
                .put("status", why.status())
                .put("detail", why.detail());
        String request = response.getHeader("X-Request-Id");
        if (request != null) {
            problem.put("instance", "urn:request:" + request);
        }
        byte[] bytes = problem.toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(why.status());
        if (why.retryAfterSeconds() > 0) {
            response.setIntHeader("Retry-After", why.retryAfterSeconds());
        }
        response.setContentType("application/problem+json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
