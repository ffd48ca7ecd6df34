package io.bouquet.jobs.rest;

import io.bouquet.jobs.Caller;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a list of jobs.
 *
 * @param state jobs in this state
 * @param kind  jobs of this kind
 * @param after id of the last job of the previous page
 * @param limit number of jobs in the answer
 */
record JobFilter(
        @QueryParam("state") @Nullable JobState state,

        @QueryParam("kind") @Nullable String kind,

        @QueryParam("after") @Nullable String after,

        @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(JobQuery.MAX_LIMIT)
        int limit) {
    JobQuery toQuery(Caller caller) {
        return new JobQuery(caller, state, orNull(kind), orNull(after), limit);
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** The query string of the page after a job. */
    String query(String last) {
        return (state == null ? "" : "state=" + state.wireName() + "&")
                + (orNull(kind) == null ? "" : "kind=" + URLEncoder.encode(kind, StandardCharsets.UTF_8) + "&")
                + "after=" + last + "&limit=" + limit;
    }
}
