package io.bouquet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobTest {
    @Test
    void estimatesTheTimeLeftOnlyWhileItRuns() {
        assertThat(job(JobState.RUNNING, "", 10, 4, 1, 2).secondsLeft()).hasValue(3);
        assertThat(job(JobState.RUNNING, "", 10, 0, 0, 0).secondsLeft()).isEmpty();
        assertThat(job(JobState.RUNNING, "its kind", 10, 4, 1, 2).secondsLeft()).isEmpty();
        assertThat(job(JobState.DONE, "", 10, 9, 1, 2).secondsLeft()).isEmpty();
    }

    @Test
    void isAtAHundredPercentOnlyIfNothingIsLeft() {
        assertThat(job(JobState.RUNNING, "", 1_000, 998, 1, 2).percent()).isEqualTo(99);
        assertThat(job(JobState.DONE, "", 1_000, 999, 1, 2).percent()).isEqualTo(100);
    }

    @Test
    void tellsErrorsWithTheirLine() {
        InputError error = new InputError("missing", List.of("text"), "is required").below(List.of("body", "line", 3));
        assertThat(error.text()).isEqualTo("body, line 3, text: is required");
    }

    @Test
    void findsTheFormatOfAFile() {
        assertThat(JobFormat.ofMediaType("Text/CSV")).contains(JobFormat.CSV);
        assertThat(JobFormat.ofFile("reviews.JSONL")).contains(JobFormat.NDJSON);
        assertThat(JobFormat.ofFile("reviews")).isEmpty();
    }

    private static Job job(JobState state, String waiting, long total, long done, long failed, double rate) {
        return new Job(
                "id",
                "ada",
                "annotate",
                Map.of(),
                state,
                waiting,
                "",
                total,
                done,
                failed,
                Instant.EPOCH,
                null,
                null,
                rate);
    }
}
