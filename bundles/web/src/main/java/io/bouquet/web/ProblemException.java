package io.bouquet.web;

import io.bouquet.web.internal.Problem;
import java.io.IOException;
import java.util.List;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Thrown by a resource or a preprocessor to answer with an RFC 9457 problem. */
public final class ProblemException extends RuntimeException {
    /** Maximum number of errors in one answer: a hostile body could have millions. */
    public static final int MAX_ERRORS = 100;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;
    private final transient List<FieldError> errors;
    private final int retryAfterSeconds;

    private ProblemException(
            int status, String detail, List<FieldError> errors, int retryAfterSeconds, @Nullable Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /**
     * Creates a 422: the request can be read, but its values are invalid.
     *
     * @param errors the errors; the answer has the first {@link #MAX_ERRORS} of them and says if there are more
     */
    public static ProblemException unprocessable(List<FieldError> errors) {
        String detail;
        if (errors.size() == 1) {
            detail = errors.get(0).place() + " " + errors.get(0).msg();
        } else if (errors.size() <= MAX_ERRORS) {
            detail = errors.size() + " values do not fit";
        } else {
            detail = "more than " + MAX_ERRORS + " values do not fit; the first " + MAX_ERRORS + " are listed";
        }
        return new ProblemException(422, detail, errors.subList(0, Math.min(errors.size(), MAX_ERRORS)), 0, null);
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(404, detail, List.of(), 0, null);
    }

    public static ProblemException tooLarge(String detail) {
        return new ProblemException(413, detail, List.of(), 0, null);
    }

    public static ProblemException unavailable(String detail, int retryAfterSeconds) {
        return new ProblemException(503, detail, List.of(), retryAfterSeconds, null);
    }

    /** Creates a 429: the caller does too much at the same time. */
    public static ProblemException tooMany(String detail, int retryAfterSeconds) {
        return new ProblemException(429, detail, List.of(), retryAfterSeconds, null);
    }

    public static ProblemException of(int status, String detail) {
        return new ProblemException(status, detail, List.of(), 0, null);
    }

    /** Answers a servlet's request with this problem; a JAX-RS resource throws it instead. */
    public void sendTo(HttpServletResponse response) throws IOException {
        if (retryAfterSeconds > 0) {
            response.setIntHeader("Retry-After", retryAfterSeconds);
        }
        new Problem(status, detail, errors).sendTo(response);
    }

    public int status() {
        return status;
    }

    /** Returns, for people, what happened and a way out. */
    public String detail() {
        return detail;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** Returns the seconds until a retry makes sense; 0 if a retry does not help. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
