package io.bouquet.schedules.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression with five fields. If both the day of the month and the day of the week are limited, one of them has to
 * match, as in crontab(5).
 */
final class Cron implements Timetable {
    private static final Map<String, String> NAMED = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int HOURS = 24;
    /** The longest time between two days: 29 February around a year such as 2100. */
    private static final int MAX_DAYS = 8 * 366;

    private final String text;
    private final ZoneId zone;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean anyDay;
    private final boolean anyWeekday;

    private Cron(String text, String[] fields, ZoneId zone) {
        this.text = text;
        this.zone = zone;
        this.minutes = field(fields[0], "minute", 0, 59, List.of());
        this.hours = field(fields[1], "hour", 0, 23, List.of());
        this.days = field(fields[2], "day of the month", 1, 31, List.of());
        this.months = field(fields[3], "month", 1, 12, MONTHS);
        this.weekdays = field(fields[4], "day of the week", 0, 7, WEEKDAYS);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        this.anyDay = fields[2].startsWith("*");
        this.anyWeekday = fields[4].startsWith("*");
    }

    /** @throws IllegalArgumentException if the expression is invalid, or matches no time */
    static Cron of(String text, ZoneId zone) {
        String expression = NAMED.getOrDefault(text.strip().toLowerCase(Locale.ROOT), text);
        String[] fields = expression.strip().split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException("the cron expression '" + text
                    + "' needs five fields: minute, hour, day of the month, month, day of the week");
        }
        Cron cron = new Cron(text.strip(), fields, zone);
        if (cron.after(Instant.EPOCH) == null) {
            throw new IllegalArgumentException("no day matches the cron expression '" + text + "'");
        }
        return cron;
    }

    private static BitSet field(String field, String what, int min, int max, List<String> names) {
        BitSet values = new BitSet();
        for (String item : field.split(",", -1)) {
            String[] parts = item.split("/", -1);
            String[] range = parts[0].split("-", -1);
            boolean isAll = parts[0].equals("*");
            int from = isAll ? min : value(range[0], field, what, min, max, names);
            boolean isSingle = !isAll && range.length == 1 && parts.length == 1;
            int to = isSingle
                    ? from
                    : range.length == 1 ? lastOf(max, names) : value(range[1], field, what, min, max, names);
            int step = parts.length == 1 ? 1 : value(parts[1], field, what, 1, max, List.of());
            if (parts.length > 2 || range.length > 2 || to < from) {
                throw invalid(item, field, what, min, max);
            }
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    /** Sunday is 0 and 7; a range without an end has it once. */
    private static int lastOf(int max, List<String> names) {
        return names == WEEKDAYS ? max - 1 : max;
    }

    private static int value(String text, String field, String what, int min, int max, List<String> names) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return named + min;
        }
        if (text.matches("\\d{1,2}")) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw invalid(text, field, what, min, max);
    }

    private static IllegalArgumentException invalid(String item, String field, String what, int min, int max) {
        return new IllegalArgumentException(
                "'" + item + "' in '" + field + "' is no " + what + " of a cron expression; it has values from " + min
                        + " to " + max + ", lists (1,2), ranges (1-5) and steps (*/5)");
    }

    @Override
    public Instant next(Instant previous, Instant now) {
        Instant next = after(previous.isAfter(now) ? previous : now);
        if (next == null) {
            throw new IllegalStateException("no day matches " + this);
        }
        return next;
    }

    private @Nullable Instant after(Instant time) {
        // a time that the clock skipped may be on the next day
        LocalDate day = time.atZone(zone).toLocalDate().minusDays(1);
        for (int i = 0; i < MAX_DAYS; i++) {
            if (matches(day)) {
                Instant first = times(day).stream()
                        .filter(one -> one.isAfter(time))
                        .min(Instant::compareTo)
                        .orElse(null);
                if (first != null) {
                    return first;
                }
            }
            day = day.plusDays(1);
        }
        return null;
    }

    private boolean matches(LocalDate day) {
        boolean isDay = days.get(day.getDayOfMonth());
        boolean isWeekday = weekdays.get(day.getDayOfWeek().getValue() % 7);
        return months.get(day.getMonthValue()) && (anyDay || anyWeekday ? isDay && isWeekday : isDay || isWeekday);
    }

    private List<Instant> times(LocalDate day) {
        List<Instant> times = new ArrayList<>();
        boolean isHourly = hours.cardinality() == HOURS;
        hours.stream().forEach(hour -> minutes.stream().forEach(minute -> {
            LocalDateTime local = day.atTime(hour, minute);
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
            // the first of two, and later by the gap if there is none
            times.add(local.atZone(zone).toInstant());
            if (isHourly && offsets.size() > 1) {
                times.add(local.toInstant(offsets.get(1)));
            }
        }));
        return times;
    }

    @Override
    public String toString() {
        return text + " " + zone;
    }
}
