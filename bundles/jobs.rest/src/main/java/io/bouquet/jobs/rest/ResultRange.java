package io.bouquet.jobs.rest;

import io.bouquet.jobs.Jobs;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The query parameters of results.
 *
 * @param after index of the last result before these; -1 for none
 * @param most  greatest number of results; 0 if the client gives none
 */
record ResultRange(long after, long most) {
    static final int DEFAULT_LIMIT = 100;

    /** @throws ProblemException 422 with all invalid parameters */
    static ResultRange of(Map<String, List<String>> parameters) {
        List<FieldError> errors = new ArrayList<>();
        Parameters query = new Parameters(parameters, List.of("after", "limit"), errors);
        ResultRange range = new ResultRange(
                query.number("after", -1, -1, Long.MAX_VALUE - 1), query.number("limit", 0, 1, Long.MAX_VALUE));
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return range;
    }

    /** Returns the greatest number of results. */
    long mostOr(long missing) {
        return most == 0 ? missing : most;
    }

    static ProblemException tooMany(long limit) {
        return ProblemException.unprocessable(List.of(new FieldError(
                "less_than_equal",
                List.of("query", "limit"),
                "must be at most " + Jobs.MAX_RESULTS + ", unless you accept " + JobsResource.NDJSON,
                limit,
                Map.of("le", Jobs.MAX_RESULTS))));
    }
}
