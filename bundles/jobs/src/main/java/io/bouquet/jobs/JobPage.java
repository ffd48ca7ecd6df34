package io.bouquet.jobs;

import java.util.List;

/** A page of jobs. */
public record JobPage(List<Job> jobs, boolean hasMore) {
    public JobPage {
        jobs = List.copyOf(jobs);
    }
}
