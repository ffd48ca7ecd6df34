package io.bouquet.schedules.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** The times of a task. */
interface Timetable {
    /** Returns the first time after {@code now} that follows {@code previous}, which may be later than {@code now}. */
    Instant next(Instant previous, Instant now);

    /** @throws IllegalArgumentException if the attributes of the annotation make no timetable */
    static Timetable of(String every, String cron, String zone) {
        if (every.isEmpty() == cron.isEmpty()) {
            throw new IllegalArgumentException("a task needs either every or cron; it has "
                    + (every.isEmpty() ? "none of them" : "every '" + every + "' and cron '" + cron + "'"));
        }
        if (!every.isEmpty()) {
            return new Every(period(every));
        }
        try {
            return Cron.of(cron, zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + zone + "' is no time zone, such as Europe/Berlin", e);
        }
    }

    private static Duration period(String text) {
        try {
            Duration period = Duration.parse(text);
            if (period.compareTo(Duration.ofSeconds(1)) >= 0) {
                return period;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no ISO 8601 duration, such as PT5M", e);
        }
        throw new IllegalArgumentException("the period " + text + " is shorter than a second");
    }

    /** A fixed time from one start to the next. */
    record Every(Duration period) implements Timetable {
        @Override
        public Instant next(Instant previous, Instant now) {
            if (previous.isAfter(now)) {
                return previous;
            }
            long periods = Duration.between(previous, now).dividedBy(period) + 1;
            return previous.plus(period.multipliedBy(periods));
        }

        @Override
        public String toString() {
            return "every " + period;
        }
    }
}
