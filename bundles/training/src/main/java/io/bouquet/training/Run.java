package io.bouquet.training;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run with its progress.
 *
 * @param id      cannot be guessed; safe in a URL. Ids sort by time of creation
 * @param account name of the account that started it
 * @param step    what is done now, for users; the empty string if nothing
 * @param done    how much of the step is done
 * @param total   how much there is to do in the step; 0 if that is unknown
 * @param failure why it failed; the empty string if it did not
 * @param started null while it is queued
 * @param ended   null until it has ended
 * @param outcome what came of it; null until it is done
 */
public record Run(
        String id,
        String account,
        RunRequest request,
        RunState state,
        String step,
        long done,
        long total,
        String failure,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable Outcome outcome) {
    /** Returns the progress of the step as a percentage; -1 if it is unknown. */
    public int percent() {
        return total <= 0 ? -1 : (int) Math.min(100, done * 100 / total);
    }
}
