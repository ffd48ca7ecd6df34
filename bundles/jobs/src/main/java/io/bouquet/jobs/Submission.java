package io.bouquet.jobs;

/**
 * The answer to a new job.
 *
 * @param isNew false if an earlier request with the same key has created the job
 */
public record Submission(Job job, boolean isNew) {}
