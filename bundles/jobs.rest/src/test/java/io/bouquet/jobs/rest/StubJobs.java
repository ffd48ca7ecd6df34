package io.bouquet.jobs.rest;

import io.bouquet.jobs.Caller;
import io.bouquet.jobs.InvalidJobException;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobFormat;
import io.bouquet.jobs.JobItem;
import io.bouquet.jobs.JobItems;
import io.bouquet.jobs.JobLimitException;
import io.bouquet.jobs.JobPage;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobResult;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.Jobs;
import io.bouquet.jobs.NewJob;
import io.bouquet.jobs.ResultPage;
import io.bouquet.jobs.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Has one job of ada with ten results, and remembers what is submitted. */
final class StubJobs implements Jobs {
    final List<Object> items = new ArrayList<>();
    final List<Long> read = new ArrayList<>();
    NewJob submitted;
    JobFormat format;
    boolean isNew = true;
    RuntimeException refusal;
    JobState state = JobState.RUNNING;
    boolean isDeleted;

    Job job() {
        return new Job(
                "01",
                "ada",
                "annotate",
                Map.of("layers", List.of("entities")),
                state,
                "",
                "",
                10,
                4,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                2.5);
    }

    @Override
    public List<String> kinds() {
        return List.of("annotate");
    }

    @Override
    public Submission submit(NewJob job, JobItems all) throws IOException {
        submitted = job;
        for (Optional<JobItem> item = all.next(); item.isPresent(); item = all.next()) {
            items.add(item.get().value());
        }
        return answer();
    }

    @Override
    public Submission submit(NewJob job, JobFormat given, InputStream file) throws IOException {
        submitted = job;
        format = given;
        items.add(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        // a reader of lines asks again after the end if the last line has no end
        if (file.read() >= 0) {
            throw new IllegalStateException("the file goes on after its end");
        }
        return answer();
    }

    /** @throws InvalidJobException or a {@link JobLimitException}, if the test wants it */
    private Submission answer() {
        if (refusal != null) {
            throw refusal;
        }
        return new Submission(job(), isNew);
    }

    @Override
    public JobPage find(JobQuery query) {
        return new JobPage(List.of(job()), false);
    }

    @Override
    public Optional<Job> get(String id, Caller caller) {
        return id.equals("01") && !isDeleted && caller.sees("ada") ? Optional.of(job()) : Optional.empty();
    }

    @Override
    public Optional<Job> cancel(String id, Caller caller) {
        state = JobState.CANCELLED;
        return get(id, caller);
    }

    @Override
    public boolean delete(String id, Caller caller) {
        isDeleted = true;
        return true;
    }

    @Override
    public Optional<ResultPage> results(String id, Caller caller, long after, int limit) {
        read.add(after);
        long end = Math.min(10, after + 1 + Math.min(limit, 4));
        return get(id, caller)
                .map(job -> new ResultPage(
                        LongStream.range(after + 1, end)
                                .mapToObj(i -> new JobResult(i, "{\"index\":" + i + ",\"result\":{}}"))
                                .toList(),
                        end < 10));
    }
}
