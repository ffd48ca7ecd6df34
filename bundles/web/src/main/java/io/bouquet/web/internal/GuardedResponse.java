package io.bouquet.web.internal;

import java.io.IOException;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/** A response whose errors are problems, whoever sends them: the container's own pages tell too much. */
final class GuardedResponse extends HttpServletResponseWrapper {
    GuardedResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendError(int status) throws IOException {
        sendError(status, null);
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        if (isCommitted()) {
            super.sendError(status, message);
        } else {
            new Problem(status, detail(status)).sendTo(this);
        }
    }

    /** Not the container's message, which may name classes. */
    private static String detail(int status) {
        return switch (status) {
            case 404 -> "nothing answers at this path";
            case 405 -> "this path does not take the method";
            case 500 -> "the platform failed to answer; its log says why, under the id of the request";
            case 503 -> "what answers here is being replaced and not back yet; try again soon";
            default -> Problem.title(status);
        };
    }
}
