package io.bouquet.jobs;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A job with its progress.
 *
 * @param id         cannot be guessed; safe in a URL. Ids sort by time of creation
 * @param account    name of the account that created the job
 * @param kind       name of its kind, such as {@code annotate}
 * @param parameters parameters for the kind, in JSON's types
 * @param waiting    what the job waits for, such as its kind; the empty string if it waits for nothing
 * @param failure    why the job failed; the empty string if it did not
 * @param total      number of documents
 * @param done       number of documents with a result
 * @param failed     number of documents with an error
 * @param started    when the first document was processed; null before that
 * @param ended      null while the job is queued or running
 * @param rate       documents per second, of late; 0 if unknown
 */
public record Job(
        String id,
        String account,
        String kind,
        Map<String, Object> parameters,
        JobState state,
        String waiting,
        String failure,
        long total,
        long done,
        long failed,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended,
        double rate) {
    public Job {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Returns the number of documents with a result or an error. */
    public long processed() {
        return done + failed;
    }

    /** Returns the processed documents as a percentage; 100 only if none is left. */
    public int percent() {
        return total == 0 ? 100 : (int) (processed() * 100 / total);
    }

    /** Returns the estimated time until the end; empty if the job does not run, waits, or its rate is unknown. */
    public OptionalLong secondsLeft() {
        return state == JobState.RUNNING && waiting.isEmpty() && rate > 0
                ? OptionalLong.of((long) Math.ceil((total - processed()) / rate))
                : OptionalLong.empty();
    }
}
