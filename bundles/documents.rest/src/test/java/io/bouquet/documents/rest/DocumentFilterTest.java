package io.bouquet.documents.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bouquet.documents.DocumentQuery;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DocumentFilterTest {
    @Test
    void asksForTheFirstPageOfEverythingWhereNothingIsSaid() {
        assertThat(filter().toQuery()).isEqualTo(new DocumentQuery(null, null, null, null, 0, 20));
    }

    @Test
    void readsEveryParameter() {
        assertThat(filter(
                                "label", "person",
                                "language", "en",
                                "since", "2026-01-01",
                                "until", "2026-01-31T12:00:00+02:00",
                                "offset", "40",
                                "limit", "10")
                        .toQuery())
                .isEqualTo(new DocumentQuery(
                        "person",
                        "en",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-31T10:00:00Z"),
                        40,
                        10));
    }

    @Test
    void readsATimeWhosePlusSignBecameABlank() {
        assertThat(filter("since", "2026-01-31T12:00:00 02:00").since())
                .isEqualTo(Instant.parse("2026-01-31T10:00:00Z"));
    }

    @Test
    void saysAllThatDoesNotFitAtOnce() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class,
                () -> filter(
                        "lable", "x", "since", "yesterday", "until", "2026-13-01", "offset", "-1", "limit", "1000"));
        assertThat(refused.errors())
                .extracting(FieldError::type)
                .containsExactly(
                        "extra_forbidden",
                        "datetime_parsing",
                        "datetime_parsing",
                        "greater_than_equal",
                        "less_than_equal");
    }

    @Test
    void refusesNumbersThatAreNone() {
        for (String number : List.of("x", "1.5", "99999999999", "1 ")) {
            ProblemException refused = catchThrowableOfType(ProblemException.class, () -> filter("limit", number));
            assertThat(refused.errors()).extracting(FieldError::type).containsExactly("int_parsing");
        }
    }

    @Test
    void refusesTimesThatNoClockShows() {
        for (String time : List.of("+292278995-01-01T00:00:00Z", "+999999999-12-31", "-0001-01-01")) {
            ProblemException refused = catchThrowableOfType(ProblemException.class, () -> filter("until", time));
            assertThat(refused.errors()).extracting(FieldError::type).containsExactly("datetime_parsing");
        }
    }

    @Test
    void refusesATimeThatEndsBeforeItBegins() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> filter("since", "2026-02-01", "until", "2026-01-01"));
        assertThat(refused.errors()).extracting(FieldError::type).containsExactly("value_error");
    }

    @Test
    void linksToThePagesAround() {
        DocumentFilter filter = filter("label", "a&b", "offset", "10", "limit", "20");
        assertThat(filter.links("/api/documents", 31))
                .containsExactly(
                        Map.entry("prev", "/api/documents?label=a%26b&offset=0&limit=20"),
                        Map.entry("next", "/api/documents?label=a%26b&offset=30&limit=20"));
        assertThat(filter.links("/api/documents", 30)).containsOnlyKeys("prev");
        assertThat(filter().links("/api/documents", 20)).isEmpty();
    }

    private static DocumentFilter filter(String... namesAndValues) {
        Map<String, List<String>> parameters = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return DocumentFilter.of(parameters);
    }
}
