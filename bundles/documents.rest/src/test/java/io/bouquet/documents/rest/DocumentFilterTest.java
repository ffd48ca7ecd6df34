package io.bouquet.documents.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bouquet.documents.DocumentQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentFilterTest {
    @Test
    void readsADateAndATime() {
        assertThat(Moment.fromString("2026-01-01").instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(Moment.fromString("2026-01-31T12:00:00+02:00").instant())
                .isEqualTo(Instant.parse("2026-01-31T10:00:00Z"));
    }

    @Test
    void readsATimeWhosePlusSignBecameABlank() {
        assertThat(Moment.fromString("2026-01-31T12:00:00 02:00").instant())
                .isEqualTo(Instant.parse("2026-01-31T10:00:00Z"));
    }

    @Test
    void refusesTimesThatNoClockShows() {
        for (String time :
                List.of("yesterday", "2026-13-01", "+292278995-01-01T00:00:00Z", "+999999999-12-31", "-0001-01-01")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Moment.fromString(time));
        }
    }

    @Test
    void refusesATimeThatEndsBeforeItBegins() {
        Moment since = Moment.fromString("2026-02-01");
        Moment until = Moment.fromString("2026-01-01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DocumentFilter(null, null, since, until, null, 0.5, 0, 20))
                .withMessageContaining("must be after since");
    }

    @Test
    void asksForAllWithALabelThatIsEmpty() {
        assertThat(new DocumentFilter("", "", null, null, null, 0.5, 0, 20).toQuery())
                .isEqualTo(new DocumentQuery(null, null, null, null, 0, 20));
    }

    @Test
    void linksToThePagesAround() {
        DocumentFilter filter = new DocumentFilter("a&b", null, null, null, null, 0.5, 10, 20);
        assertThat(filter.links("/api/documents", 31))
                .containsExactly(
                        Map.entry("prev", "/api/documents?label=a%26b&offset=0&limit=20"),
                        Map.entry("next", "/api/documents?label=a%26b&offset=30&limit=20"));
        assertThat(filter.links("/api/documents", 30)).containsOnlyKeys("prev");
        assertThat(new DocumentFilter(null, null, null, null, null, 0.5, 0, 20).links("/api/documents", 20))
                .isEmpty();
    }
}
