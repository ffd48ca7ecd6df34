package io.bouquet.web.internal;

import io.bouquet.web.RequestLease;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The id of the request that a thread works on, for answers and the log. */
final class RequestId {
    static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "io.bouquet.web.request";
    private static final String REASON = "io.bouquet.web.reason";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final ThreadLocal<@Nullable HttpServletRequest> CURRENT = new ThreadLocal<>();

    private RequestId() {}

    /**
     * Returns the id that the caller sent if it is safe to repeat, else a random one; the same when the request is
     * dispatched again.
     */
    static String begin(HttpServletRequest request) {
        String id = request.getAttribute(ATTRIBUTE) instanceof String known ? known : of(request.getHeader(HEADER));
        request.setAttribute(ATTRIBUTE, id);
        CURRENT.set(request);
        return id;
    }

    private static String of(@Nullable String header) {
        return header != null && SANE.matcher(header).matches() ? header : random().toString();
    }

    /** Returns a version 4 UUID from a fast generator. The id protects nothing, so it may be predictable. */
    private static UUID random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & ~(0b11L << 62) | 0b10L << 62;
        return new UUID(high, low);
    }

    static void end() {
        CURRENT.remove();
    }

    /** Returns the current id; null outside a request and on other threads that work on it. */
    static @Nullable String current() {
        HttpServletRequest request = CURRENT.get();
        return request == null ? null : (String) request.getAttribute(ATTRIBUTE);
    }

    /** Records why the current request is answered with a problem, for the audit log. */
    static void explain(String detail) {
        HttpServletRequest request = CURRENT.get();
        if (request != null) {
            request.setAttribute(REASON, detail);
        }
    }

    /** Returns the last explanation of the current request; the empty string if there is none. */
    static String reason() {
        HttpServletRequest request = CURRENT.get();
        return request != null && request.getAttribute(REASON) instanceof String detail ? detail : "";
    }

    /** Whether the request was interrupted because its bundle stops; such a failure is not logged as an error. */
    static boolean isInterrupted() {
        HttpServletRequest request = CURRENT.get();
        return request != null
                && RequestLease.of(request).filter(RequestLease::wasInterrupted).isPresent();
    }
}
