package io.bouquet.jobs.rest;

import io.bouquet.jobs.Jobs;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.List;
import java.util.Map;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of results.
 *
 * @param after index of the last result before these
 * @param limit number of results in the answer; at most 1,000 in a page
 */
record ResultRange(
        @QueryParam("after") @DefaultValue("-1") @Min(-1) @Max(Long.MAX_VALUE - 1)
        long after,

        @QueryParam("limit") @Min(1) @Nullable Long limit) {
    private static final int DEFAULT_LIMIT = 100;

    /** Returns the number of results in a page. */
    int page() {
        long most = limit == null ? DEFAULT_LIMIT : limit;
        if (most > Jobs.MAX_RESULTS) {
            throw ProblemException.unprocessable(List.of(new FieldError(
                    "less_than_equal",
                    List.of("query", "limit"),
                    "must be at most " + Jobs.MAX_RESULTS + ", unless you accept " + JobsResource.NDJSON,
                    most,
                    Map.of("le", Jobs.MAX_RESULTS))));
        }
        return (int) most;
    }

    /** Returns the number of results in a stream. */
    long stream() {
        return limit == null ? Long.MAX_VALUE : limit;
    }
}
