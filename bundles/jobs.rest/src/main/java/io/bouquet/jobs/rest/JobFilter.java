package io.bouquet.jobs.rest;

import io.bouquet.jobs.Caller;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobState;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query parameters of a list of jobs. */
record JobFilter(
        @Nullable JobState state,
        @Nullable String kind,
        @Nullable String after,
        int limit) {
    static final int DEFAULT_LIMIT = 20;

    private static final String STATES =
            Arrays.stream(JobState.values()).map(JobState::wireName).collect(Collectors.joining(", "));

    /** @throws ProblemException 422 with all invalid parameters */
    static JobFilter of(Map<String, List<String>> parameters) {
        List<FieldError> errors = new ArrayList<>();
        Parameters query = new Parameters(parameters, List.of("state", "kind", "after", "limit"), errors);
        String state = query.text("state");
        JobState known = state == null ? null : JobState.of(state).orElse(null);
        if (state != null && known == null) {
            errors.add(new FieldError(
                    "enum", List.of("query", "state"), "must be one of " + STATES, state, Map.of("expected", STATES)));
        }
        long limit = query.number("limit", DEFAULT_LIMIT, 1, JobQuery.MAX_LIMIT);
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new JobFilter(known, query.text("kind"), query.text("after"), (int) limit);
    }

    JobQuery toQuery(Caller caller) {
        return new JobQuery(caller, state, kind, after, limit);
    }

    /** The query string of the page after a job. */
    String query(String last) {
        return (state == null ? "" : "state=" + state.wireName() + "&")
                + (kind == null ? "" : "kind=" + URLEncoder.encode(kind, StandardCharsets.UTF_8) + "&")
                + "after=" + last + "&limit=" + limit;
    }
}
