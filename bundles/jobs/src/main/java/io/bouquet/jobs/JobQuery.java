package io.bouquet.jobs;

import org.jspecify.annotations.Nullable;

/**
 * A query for jobs, the newest first. A component that is null matches all jobs.
 *
 * @param after id of the last job of the previous page; null for the first page
 * @param limit greatest number of jobs to return, 1 to {@link #MAX_LIMIT}
 */
public record JobQuery(
        Caller caller,
        @Nullable JobState state,
        @Nullable String kind,
        @Nullable String after,
        int limit) {
    public static final int MAX_LIMIT = 100;

    public JobQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " is not in 1.." + MAX_LIMIT);
        }
    }
}
