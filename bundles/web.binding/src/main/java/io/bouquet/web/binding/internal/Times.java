package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQuery;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of {@code java.time}: ISO 8601, and in lax mode seconds or milliseconds since 1970 for dates and times of day. */
final class Times {
    static final Map<Class<?>, Scalars.Conversion> ALL = new HashMap<>();

    /** A number up to this is in seconds, a larger one in milliseconds, as in Pydantic. */
    private static final BigDecimal WATERSHED = new BigDecimal("20000000000");

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}(?:\\.[0-9]{1,9})?");

    /** ISO 8601 with an optional offset and region; a space may be in the place of the T. */
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("[ ]['T']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalStart()
            .appendLiteral('[')
            .parseCaseSensitive()
            .appendZoneRegionId()
            .appendLiteral(']')
            .toFormatter(Locale.ROOT)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);

    static {
        zoned(Instant.class, Instant::from, instant -> instant);
        zoned(Date.class, from -> Date.from(Instant.from(from)), Date::from);
        zoned(OffsetDateTime.class, OffsetDateTime::from, instant -> instant.atOffset(ZoneOffset.UTC));
        zoned(ZonedDateTime.class, ZonedDateTime::from, instant -> instant.atZone(ZoneOffset.UTC));
        ALL.put(LocalDateTime.class, Times::localDateTime);
        ALL.put(LocalDate.class, Times::date);
        parsed(LocalTime.class, "time", LocalTime::parse);
        parsed(OffsetTime.class, "time", OffsetTime::parse);
        parsed(Period.class, "time_delta", Period::parse);
        parsed(YearMonth.class, "date", YearMonth::parse);
        parsed(MonthDay.class, "date", MonthDay::parse);
        ALL.put(Duration.class, Times::duration);
        ALL.put(Year.class, Times::year);
        zone(ZoneId.class, ZoneId::of);
        zone(ZoneOffset.class, ZoneOffset::of);
        constants(Month.values());
        constants(DayOfWeek.values());
    }

    private Times() {}

    private static void parsed(Class<?> type, String kind, Function<String, Object> parser) {
        ALL.put(type, (node, strict) -> {
            if (!node.isTextual()) {
                return new Misfit(kind + "_type");
            }
            Object value = parse(node.textValue(), parser);
            return value == null ? new Misfit(kind + "_parsing") : value;
        });
    }

    private static void zone(Class<?> type, Function<String, Object> parser) {
        ALL.put(type, (node, strict) -> {
            Object value = node.isTextual() ? parse(node.textValue(), parser) : null;
            return value == null ? new Misfit("zoneinfo_str") : value;
        });
    }

    private static void constants(Enum<?>[] constants) {
        ALL.put(constants[0].getDeclaringClass(), Enums.of(constants));
    }

    private static @Nullable Object parse(String text, Function<String, Object> parser) {
        return tried(() -> parser.apply(text));
    }

    /** Returns null if the time does not exist. */
    private static @Nullable Object tried(Supplier<Object> time) {
        try {
            return time.get();
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            return null;
        }
    }

    private static void zoned(Class<?> type, TemporalQuery<Object> query, Function<Instant, Object> form) {
        ALL.put(type, (node, strict) -> {
            Object value = dateTime(node, strict);
            if (value instanceof Instant instant) {
                Object formed = tried(() -> form.apply(instant));
                return formed == null ? new Misfit("datetime_parsing") : formed;
            }
            if (!(value instanceof TemporalAccessor parsed)) {
                return value;
            }
            if (!parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
                return new Misfit("timezone_aware");
            }
            Object time = tried(() -> query.queryFrom(parsed));
            return time == null ? new Misfit("datetime_parsing") : time;
        });
    }

    private static Object localDateTime(JsonNode node, boolean strict) {
        Object value = dateTime(node, strict);
        if (value instanceof Instant instant) {
            Object local = tried(() -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            return local == null ? new Misfit("datetime_parsing") : local;
        }
        if (!(value instanceof TemporalAccessor parsed)) {
            return value;
        }
        return parsed.isSupported(ChronoField.OFFSET_SECONDS)
                ? new Misfit("timezone_naive")
                : LocalDateTime.from(parsed);
    }

    private static Object date(JsonNode node, boolean strict) {
        if (node.isTextual()) {
            Object date = parse(node.textValue(), LocalDate::parse);
            if (date != null) {
                return date;
            }
        }
        Object time = strict || !node.isTextual() && !node.isNumber() ? null : localDateTime(node, false);
        if (time instanceof LocalDateTime exact) {
            return exact.truncatedTo(ChronoUnit.DAYS).equals(exact)
                    ? exact.toLocalDate()
                    : new Misfit("date_from_datetime_inexact");
        }
        return new Misfit(node.isTextual() ? "date_parsing" : "date_type");
    }

    /** Returns an {@link Instant} for a number, what was parsed for a text, or a {@link Misfit}. */
    private static Object dateTime(JsonNode node, boolean strict) {
        BigDecimal number = strict ? null : number(node);
        if (number != null) {
            boolean isMillis = number.abs().compareTo(WATERSHED) > 0;
            Object instant = tried(() -> instant(isMillis ? number.movePointLeft(3) : number));
            return instant == null ? new Misfit("datetime_parsing") : instant;
        }
        if (!node.isTextual()) {
            return new Misfit("datetime_type");
        }
        Object parsed = parse(node.textValue(), DATE_TIME::parse);
        return parsed == null ? new Misfit("datetime_parsing") : parsed;
    }

    private static Instant instant(BigDecimal seconds) {
        long whole = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
        return Instant.ofEpochSecond(
                whole,
                seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
    }

    /** Returns the number that {@code node} is or has as its text; null if it is none of a sane size. */
    private static @Nullable BigDecimal number(JsonNode node) {
        if (node.isTextual()) {
            return NUMBER.matcher(node.textValue()).matches() ? new BigDecimal(node.textValue()) : null;
        }
        if (!node.isNumber()) {
            return null;
        }
        BigDecimal number = node.decimalValue();
        return Math.abs((long) number.precision() - number.scale()) <= 18 ? number : null;
    }

    private static Object duration(JsonNode node, boolean strict) {
        BigDecimal number = strict ? null : number(node);
        if (number != null) {
            Instant since1970 = instant(number);
            return Duration.ofSeconds(since1970.getEpochSecond(), since1970.getNano());
        }
        if (!node.isTextual()) {
            return new Misfit("time_delta_type");
        }
        Object value = parse(node.textValue(), Duration::parse);
        return value == null ? new Misfit("time_delta_parsing") : value;
    }

    private static Object year(JsonNode node, boolean strict) {
        return Scalars.whole(Year.MIN_VALUE, Year.MAX_VALUE, year -> Year.of((int) (long) year))
                .of(node, strict);
    }
}
