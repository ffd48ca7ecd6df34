package io.bouquet.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Creates, lists and cancels jobs. Thread-safe. When a method returns, its changes are on the disk: a job that was
 * created is completed even if the platform is killed, and each document is in its results once.
 */
@ProviderType
public interface Jobs {
    /** Greatest number of results in a page. */
    int MAX_RESULTS = 1_000;

    /** Returns the names of the installed kinds, sorted. */
    List<String> kinds();

    /**
     * Creates a job.
     *
     * @throws InvalidJobException with all errors in parameters and documents, or because the key belongs to a job with
     *     other content
     * @throws JobLimitException   if the job is too large, or the account has too many jobs
     * @throws IOException         if {@code items} throws it
     */
    Submission submit(NewJob job, JobItems items) throws IOException;

    /** Creates a job with the documents of a file, as the other method does. Does not close the file. */
    Submission submit(NewJob job, JobFormat format, InputStream file) throws IOException;

    JobPage find(JobQuery query);

    /** Returns a job; empty if there is no job with this id that the caller may see. */
    Optional<Job> get(String id, Caller caller);

    /**
     * Cancels a job that has not ended, and returns it. Results that are stored already are kept. Returns empty if there
     * is no job with this id that the caller may see.
     */
    Optional<Job> cancel(String id, Caller caller);

    /**
     * Deletes a job that has ended, with its results. Returns false if there is no such job that the caller may see, or
     * if it has not ended.
     */
    boolean delete(String id, Caller caller);

    /**
     * Returns results of a job, also while it runs. Returns empty if there is no job with this id that the caller may
     * see.
     *
     * @param after index of the last result of the previous page; -1 for the first page
     * @param limit greatest number of results to return, 1 to {@link #MAX_RESULTS}; large results make a page shorter
     */
    Optional<ResultPage> results(String id, Caller caller, long after, int limit);
}
