package io.bouquet.schedules;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled task and its runs.
 *
 * @param plugin       symbolic name of its bundle
 * @param bundleId     id of its bundle
 * @param name         unique in its bundle
 * @param schedule     when it runs: {@code every PT5M}, {@code 0 3 * * * Europe/Berlin}
 * @param next         time of the next run; in the past if it waits for a thread or for the end of the last run
 * @param runningSince start of the present run; null if it is not running
 * @param last         the last run that has ended, of any version of the plugin; null if there is none
 */
public record ScheduleStatus(
        String plugin,
        long bundleId,
        String name,
        String schedule,
        Instant next,
        @Nullable Instant runningSince,
        @Nullable Run last) {

    /**
     * A run that has ended.
     *
     * @param failure why it failed; empty if it did not
     */
    public record Run(Instant start, Duration duration, String failure) {}
}
