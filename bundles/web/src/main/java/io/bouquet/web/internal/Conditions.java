package io.bouquet.web.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.ws.rs.core.EntityTag;
import org.jspecify.annotations.Nullable;

/** The conditions of a request that only reads (RFC 9110, 13). */
final class Conditions {
    private Conditions() {}

    /**
     * Returns 304 or 412 if an answer with this tag and time does not meet the conditions, else 200.
     *
     * @param header finds a header of the request; null if it is missing
     */
    static int status(Function<String, @Nullable String> header, @Nullable EntityTag tag, @Nullable Date time) {
        Instant modified = time == null ? null : time.toInstant().truncatedTo(ChronoUnit.SECONDS);
        String match = header.apply("If-Match");
        Instant unmodified = time(header.apply("If-Unmodified-Since"));
        boolean isMet = match != null
                ? match.strip().equals("*")
                        || tag != null && !tag.isWeak() && tags(match).anyMatch(quoted(tag)::equals)
                : unmodified == null || modified == null || !modified.isAfter(unmodified);
        if (!isMet) {
            return 412;
        }
        String noneMatch = header.apply("If-None-Match");
        Instant since = time(header.apply("If-Modified-Since"));
        boolean isKnown = noneMatch != null
                ? tag != null && isAmong(noneMatch, quoted(tag))
                : since != null && modified != null && !modified.isAfter(since);
        return isKnown ? 304 : 200;
    }

    /**
     * Whether {@code If-None-Match} has a tag, by the weak comparison (RFC 9110, 8.8.3.2).
     *
     * @param quoted the tag with quotes, without {@code W/}
     */
    static boolean isAmong(String noneMatch, String quoted) {
        return noneMatch.strip().equals("*")
                || tags(noneMatch)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(quoted::equals);
    }

    private static String quoted(EntityTag tag) {
        return '"' + tag.getValue() + '"';
    }

    private static Stream<String> tags(String header) {
        return Arrays.stream(header.split(",")).map(String::strip);
    }

    /** Returns the time of a header; null if it is missing or no time. */
    static @Nullable Instant time(@Nullable String date) {
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
