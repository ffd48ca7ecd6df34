package io.bouquet.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Request-Timeout}: seconds, as a decimal number, that a caller waits for an answer. */
public final class RequestTimeout {
    /** Name of the header. */
    public static final String HEADER = "Request-Timeout";

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final List<Object> LOC = List.of("header", HEADER);
    private static final int SHOWN = 100;

    private RequestTimeout() {}

    /**
     * Reads the header.
     *
     * @param value null if the request has no such header
     * @return zero if it has none
     * @throws ProblemException 422 if it is not a number of seconds above 0
     */
    public static Duration of(@Nullable String value) {
        if (value == null) {
            return Duration.ZERO;
        }
        String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        if (!SECONDS.matcher(value.strip()).matches()) {
            throw ProblemException.unprocessable(List.of(new FieldError(
                    "float_parsing", LOC, "must be a number of seconds, such as 2.5, below 1000000000", shown)));
        }
        long nanos = new BigDecimal(value.strip()).movePointRight(9).longValueExact();
        if (nanos == 0) {
            throw ProblemException.unprocessable(
                    List.of(new FieldError("greater_than", LOC, "must be greater than 0", shown, Map.of("gt", 0))));
        }
        return Duration.ofNanos(nanos);
    }
}
