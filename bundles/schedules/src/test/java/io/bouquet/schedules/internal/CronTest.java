package io.bouquet.schedules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<String> times(String cron, String zone, String after, int count) {
        Cron parsed = Cron.of(cron, ZoneId.of(zone));
        Instant time = LocalDateTime.parse(after).atZone(ZoneId.of(zone)).toInstant();
        List<String> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            time = parsed.next(time, time);
            ZonedDateTime local = time.atZone(ZoneId.of(zone));
            times.add(local.toLocalDateTime() + " " + local.getOffset());
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 * * *         | 2026-01-01T03:00 | 2026-01-02T03:00",
                "0 3 * * *         | 2026-01-01T02:59 | 2026-01-01T03:00",
                "*/15 * * * *      | 2026-01-01T00:01 | 2026-01-01T00:15",
                "5/20 * * * *      | 2026-01-01T00:26 | 2026-01-01T00:45",
                "0 9-17/4 * * *    | 2026-01-01T10:00 | 2026-01-01T13:00",
                "0 0 * * MON-fri   | 2026-01-02T00:00 | 2026-01-05T00:00",
                "0 0 * * 7         | 2026-01-01T00:00 | 2026-01-04T00:00",
                "0 0 * * 5-7       | 2026-01-03T00:00 | 2026-01-04T00:00",
                "0 0 31 * *        | 2026-01-31T00:00 | 2026-03-31T00:00",
                "0 0 29 2 *        | 2026-01-01T00:00 | 2028-02-29T00:00",
                "0 0 29 FEB *      | 2096-03-01T00:00 | 2104-02-29T00:00",
                "0 0 13 * 5        | 2026-01-01T00:00 | 2026-01-02T00:00",
                "0 0 */10 * MON    | 2026-01-01T00:00 | 2026-05-11T00:00",
                "1,2 0 1 1,7 *     | 2026-01-01T00:01 | 2026-01-01T00:02",
                "@daily            | 2026-01-01T00:00 | 2026-01-02T00:00",
                "@weekly           | 2026-01-01T00:00 | 2026-01-04T00:00",
            })
    void findsTheNextTime(String cron, String after, String next) {
        assertThat(times(cron, "UTC", after, 1)).containsExactly(next + " Z");
    }

    @Test
    void movesATimeThatTheClockSkips() {
        assertThat(times("30 2 * * *", "Europe/Berlin", "2026-03-28T03:00", 2))
                .containsExactly("2026-03-29T03:30 +02:00", "2026-03-30T02:30 +02:00");
        assertThat(times("0 0 * * *", "America/Santiago", "2026-09-05T12:00", 2))
                .containsExactly("2026-09-06T01:00 -03:00", "2026-09-07T00:00 -03:00");
    }

    @Test
    void runsOnceAtATimeThatTheClockRepeats() {
        assertThat(times("30 2 * * *", "Europe/Berlin", "2026-10-24T03:00", 2))
                .containsExactly("2026-10-25T02:30 +02:00", "2026-10-26T02:30 +01:00");
    }

    @Test
    void keepsTheRhythmOfHourlyTasksWhenTheClockChanges() {
        Cron cron = Cron.of("*/30 * * * *", BERLIN);
        for (String day : List.of("2026-03-29T00:00", "2026-10-25T00:00")) {
            Instant time = LocalDateTime.parse(day).atZone(BERLIN).toInstant();
            for (int i = 0; i < 20; i++) {
                Instant next = cron.next(time, time);
                assertThat(Duration.between(time, next)).isEqualTo(Duration.ofMinutes(30));
                time = next;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "a * * * *",
                "*/0 * * * *",
                "5-1 * * * *",
                "1-2-3 * * * *",
                "1/2/3 * * * *",
                ", * * * *",
                "-1 * * * *",
                "0 0 30 2 *",
                "0 0 31 4,6 *",
                "* * * FOO *",
                "@never",
                "999999999999 * * * *"
            })
    void refusesWhatIsNoCronExpression(String cron) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cron.of(cron, BERLIN));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cron.of("0 24 * * *", BERLIN))
                .withMessageContaining("'24' in '24' is no hour of a cron expression; it has values from 0 to 23");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timetable.of("", "", ""))
                .withMessageContaining("either every or cron");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timetable.of("5 minutes", "", ""))
                .withMessageContaining("PT5M");
        assertThatIllegalArgumentException().isThrownBy(() -> Timetable.of("PT0.5S", "", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timetable.of("", "0 0 * * *", "Mars/Base"))
                .withMessageContaining("Mars/Base");
    }
}
