package io.bouquet.web.internal;

import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Checks of a request that need neither an account nor the body. */
final class RequestChecks {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private static final String ENCODED_NUL = "%00";

    private RequestChecks() {}

    /** Returns why the body is refused before it is read; null if it is not. */
    static @Nullable Problem ofBody(HttpServletRequest request, long maxBodyBytes) {
        if (request.getContentLengthLong() > maxBodyBytes) {
            return BodyException.tooLargeProblem(maxBodyBytes);
        }
        return hasUnknownCharset(request)
                ? new Problem(415, "the charset of the content type is not known; send UTF-8")
                : null;
    }

    private static boolean hasUnknownCharset(HttpServletRequest request) {
        String charset = request.getCharacterEncoding();
        try {
            return charset != null && !Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return true;
        }
    }

    /** Refuses U+0000: no name, id or filter contains it, and not every database supports it. */
    static void refuseNul(HttpServletRequest request) {
        String path = request.getRequestURI();
        String query = request.getQueryString();
        if (!path.contains(ENCODED_NUL) && (query == null || !query.contains(ENCODED_NUL))) {
            return;
        }
        List<FieldError> errors = new ArrayList<>();
        FieldError.ofNul(List.of("path"), decodedNul(path)).ifPresent(errors::add);
        if (query != null) {
            for (String pair : query.split("&")) {
                String name = decodedNul(pair.split("=", 2)[0]);
                FieldError.ofNul(List.of("query", name), decodedNul(pair)).ifPresent(errors::add);
            }
        }
        throw ProblemException.unprocessable(errors);
    }

    private static String decodedNul(String encoded) {
        return encoded.replace(ENCODED_NUL, "\0");
    }

    /** Returns whether a request changes nothing. Messages of a WebSocket may, though its handshake is a GET. */
    static boolean isSafe(HttpServletRequest request) {
        return SAFE_METHODS.contains(request.getMethod())
                && !"websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /** Detects cross-site changes: a browser adds its credentials also to requests that a page of another site makes. */
    static boolean isCrossSiteChange(HttpServletRequest request, @Nullable String origin) {
        if (isSafe(request)) {
            return false;
        }
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
                || origin != null && !authority(origin).equals(host(request));
    }

    private static String authority(String origin) {
        int scheme = origin.indexOf("://");
        return scheme < 0 ? origin : origin.substring(scheme + 3).toLowerCase(Locale.ROOT);
    }

    private static String host(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return host == null ? request.getServerName() + ":" + request.getServerPort() : host.toLowerCase(Locale.ROOT);
    }
}
