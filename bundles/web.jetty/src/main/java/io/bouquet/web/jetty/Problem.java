package io.bouquet.web.jetty;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem of the server itself, for requests that no servlet sees.
 *
 * @param detail what happened and a way out, for people
 */
record Problem(int status, String detail) {
    static final String MEDIA_TYPE = "application/problem+json";

    /** Describes to the caller why Jetty or the whiteboard refused a request. */
    static Problem of(int status, @Nullable String reason) {
        return new Problem(status, detail(status, reason));
    }

    private static String detail(int status, @Nullable String reason) {
        String because =
                reason == null || reason.isBlank() || reason.equals(HttpStatus.getMessage(status)) ? "" : ": " + reason;
        return switch (status) {
            case 400 -> "the request is not valid HTTP" + because;
            case 404 -> "nothing answers at this path";
            case 405 -> "this path does not take the method";
            case 408 -> "the request arrived too slowly, so the connection was closed" + because;
            case 411 -> "the request needs a Content-Length";
            case 413 -> "the body of the request is too large" + because;
            case 414 -> "the URI is too long; send long values in the body";
            case 417 -> "the only expectation that this server supports is 100-continue";
            case 426 -> "this server supports HTTP/1.1 and HTTP/1.0 only";
            case 431 -> "the headers of the request are too large; cookies and credentials are part of them";
            case 500 -> "the platform failed to answer; its log says why, under the id of the request";
            case 501 -> "this server does not know the method or coding of the request" + because;
            case 503 -> "the platform is starting, stopping or busy; try again soon" + because;
            case 505 -> "this server supports HTTP/1.1 and HTTP/1.0 only";
            default -> reason == null || reason.isBlank() ? title(status) : reason;
        };
    }

    byte[] toJson(String requestId) {
        String json = "{\"type\":\"about:blank\",\"title\":" + quoted(title(status)) + ",\"status\":" + status
                + ",\"detail\":" + quoted(detail) + ",\"instance\":" + quoted("urn:request:" + requestId) + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String title(int status) {
        return switch (status) {
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            default -> HttpStatus.getMessage(status);
        };
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x7f || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                json.append(String.format("\\u%04x", c >= Character.MIN_SURROGATE ? 0xfffd : c));
            } else {
                json.appendCodePoint(c);
            }
        });
        return json.append('"').toString();
    }
}
