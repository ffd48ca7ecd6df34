package io.bouquet.documents.rest;

import io.bouquet.documents.DocumentQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A time in a query: a time with its zone, or a date, whose first moment it is, in UTC. */
record Moment(Instant instant) {
    /** @throws IllegalArgumentException if the text is no such time, or out of the years that are stored */
    public static Moment fromString(String text) {
        OffsetDateTime time;
        try {
            time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                    // an unescaped plus sign arrives as a blank
                    : OffsetDateTime.parse(text.replace(' ', '+'));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be an ISO 8601 date or time with zone, such as 2026-01-31 or 2026-01-31T12:00:00Z", e);
        }
        if (time.getYear() < 0 || time.getYear() > DocumentQuery.MAX_YEAR) {
            throw new IllegalArgumentException("must be in the years 0 to " + DocumentQuery.MAX_YEAR);
        }
        return new Moment(time.toInstant());
    }
}
