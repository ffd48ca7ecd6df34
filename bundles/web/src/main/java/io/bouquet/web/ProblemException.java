package io.bouquet.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown by a resource to answer with an RFC 9457 problem. */
public final class ProblemException extends RuntimeException {
    /** As many errors are in one answer at most: more help nobody, and a hostile body could have millions. */
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
     * The request could be read, but its values do not fit: 422.
     *
     * @param errors of more than {@link #MAX_ERRORS} the first are in the answer, which says so
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

    public static ProblemException of(int status, String detail) {
        return new ProblemException(status, detail, List.of(), 0, null);
    }

    public int status() {
        return status;
    }

    /** What happened and a way out, for people. */
    public String detail() {
        return detail;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** Seconds, or 0 where trying again does not help. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
