package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.web.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    private final JsonMapper json = JsonBodies.newMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Instant        | "2026-01-31T12:00:00+01:00"                | 2026-01-31T11:00:00Z
            Instant        | "2026-01-31 12:00:00z"                     | 2026-01-31T12:00:00Z
            Instant        | "2026-01-31T12:00:00+01:00[Europe/Berlin]" | 2026-01-31T11:00:00Z
            Instant        | 1769860800                                 | 2026-01-31T12:00:00Z
            Instant        | 1769860800500                              | 2026-01-31T12:00:00.500Z
            Instant        | "1769860800.5"                             | 2026-01-31T12:00:00.500Z
            Instant        | -0.5                                       | 1969-12-31T23:59:59.500Z
            OffsetDateTime | "2026-01-31T12:00+01:00"                   | 2026-01-31T12:00+01:00
            ZonedDateTime  | "2026-01-31T12:00:00+01:00[Europe/Berlin]" | 2026-01-31T12:00+01:00[Europe/Berlin]
            LocalDateTime  | "2026-01-31T12:00:00"                      | 2026-01-31T12:00
            LocalDate      | "2026-01-31"                               | 2026-01-31
            LocalDate      | "2026-01-31T00:00:00"                      | 2026-01-31
            LocalDate      | 1769817600                                 | 2026-01-31
            LocalTime      | "12:30"                                    | 12:30
            OffsetTime     | "12:30:00Z"                                | 12:30Z
            Duration       | "PT1H30M"                                  | PT1H30M
            Duration       | 90                                         | PT1M30S
            Period         | "P1M"                                      | P1M
            Year           | 2026                                       | 2026
            Year           | "2026"                                     | 2026
            YearMonth      | "2026-01"                                  | 2026-01
            MonthDay       | "--01-31"                                  | --01-31
            Month          | "JANUARY"                                  | JANUARY
            DayOfWeek      | "MONDAY"                                   | MONDAY
            ZoneId         | "Europe/Berlin"                            | Europe/Berlin
            ZoneOffset     | "+02:00"                                   | +02:00
            """)
    void reads(String type, String value, String expected) throws Exception {
        assertThat(bind(type, value)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Instant        | "now"                       | datetime_parsing
            Instant        | true                        | datetime_type
            Instant        | "2026-01-31T12:00:00"       | timezone_aware
            Instant        | "2026-02-31T12:00:00Z"      | datetime_parsing
            Instant        | 1e300                       | datetime_type
            LocalDateTime  | "2026-01-31T12:00:00Z"      | timezone_naive
            LocalDate      | "31.1.2026"                 | date_parsing
            LocalDate      | "2026-01-31T12:00:00"       | date_from_datetime_inexact
            LocalDate      | {}                          | date_type
            LocalTime      | "25:00"                     | time_parsing
            LocalTime      | 5                           | time_type
            OffsetTime     | "12:00"                     | time_parsing
            Duration       | "long"                      | time_delta_parsing
            Duration       | []                          | time_delta_type
            Period         | "1M"                        | time_delta_parsing
            Year           | "MMXXVI"                    | int_parsing
            Year           | 9999999999                  | less_than_equal
            YearMonth      | "2026-13"                   | date_parsing
            MonthDay       | "01-31"                     | date_parsing
            Month          | "MAY-BE"                    | enum
            ZoneId         | "Europe/Atlantis"           | zoneinfo_str
            ZoneOffset     | 2                           | zoneinfo_str
            """)
    void refuses(String type, String value, String expected) {
        assertThat(catchThrowableOfType(ProblemException.class, () -> bind(type, value))
                        .errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.type()).isEqualTo(expected);
                    assertThat(error.msg()).doesNotContain("{", "}");
                });
    }

    private Object bind(String type, String value) throws Exception {
        Class<?> raw = Class.forName("java.time." + type);
        return JsonBodies.bind(json.readTree(value), json.constructType(raw), json);
    }
}
