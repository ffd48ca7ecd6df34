package io.bouquet.jobs;

import java.util.List;

/**
 * A page of results, in the order of the documents.
 *
 * @param hasMore whether further results are stored already
 */
public record ResultPage(List<JobResult> results, boolean hasMore) {
    public ResultPage {
        results = List.copyOf(results);
    }
}
