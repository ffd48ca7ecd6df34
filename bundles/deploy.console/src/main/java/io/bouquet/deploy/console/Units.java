package io.bouquet.deploy.console;

import io.bouquet.deploy.Change;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats times, sizes and names for users. */
final class Units {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Units() {}

    /** Returns an instant in UTC. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static String age(Instant since, Instant now) {
        long seconds = Math.max(0, Duration.between(since, now).toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }

    static String took(Duration time) {
        long millis = time.toMillis();
        return millis < 1000
                ? millis + " ms"
                : String.format(Locale.ROOT, millis < 10_000 ? "%.1f s" : "%,.0f s", millis / 1000.0);
    }

    static String micros(long micros) {
        return String.format(Locale.ROOT, micros < 10_000 ? "%.1f ms" : "%,.0f ms", micros / 1000.0);
    }

    /** Returns the change of version as text. Each of the versions may be the empty string. */
    static String way(String from, String to) {
        return Stream.of(from, to)
                .filter(version -> !version.isEmpty())
                .distinct()
                .collect(Collectors.joining(" → "));
    }

    static String name(Change.Kind kind) {
        return switch (kind) {
            case INSTALL -> "Install";
            case UPGRADE -> "Upgrade";
            case ROLLBACK -> "Roll back";
            case REMOVE -> "Remove";
        };
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Returns a text encoded as part of a path or query. */
    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
