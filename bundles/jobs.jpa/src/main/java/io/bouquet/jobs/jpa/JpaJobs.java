package io.bouquet.jobs.jpa;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.spi.AccountListener;
import io.bouquet.data.Transactions;
import io.bouquet.jobs.Caller;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobFormat;
import io.bouquet.jobs.JobItems;
import io.bouquet.jobs.JobPage;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.Jobs;
import io.bouquet.jobs.NewJob;
import io.bouquet.jobs.ResultPage;
import io.bouquet.jobs.Submission;
import io.bouquet.jobs.spi.JobKind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keeps jobs in the persistence unit {@code jobs}, and processes them. */
@Component(
        service = {Jobs.class, AccountListener.class},
        configurationPid = JpaJobs.PID)
@Designate(ocd = JpaJobs.Config.class)
public final class JpaJobs implements Jobs, AccountListener {
    static final String PID = "io.bouquet.jobs";

    private static final String KIND_NAME = "job.kind.name";

    /** Limits of jobs, and how long they are kept. */
    @ObjectClassDefinition(name = "Bouquet jobs")
    @interface Config {
        @AttributeDefinition(description = "Documents that are processed at the same time, each of another job")
        int workers() default 2;

        @AttributeDefinition(description = "Seconds that one document may take; then it has an error")
        int documentSeconds() default 60;

        @AttributeDefinition(description = "Jobs of one account that have not ended; more are refused with 429")
        int maxJobsPerAccount() default 20;

        @AttributeDefinition(description = "Documents that a job may have; more are refused with 413")
        int maxDocuments() default 1_000_000;

        @AttributeDefinition(
                description = "Bytes that the documents of a job may have, as JSON; more are refused with 413")
        long maxBytes() default 512L * 1024 * 1024;

        @AttributeDefinition(
                description =
                        "Bytes that a line, or a record of CSV, of an uploaded file may have; longer ones are refused")
        int maxDocumentBytes() default 8 * 1024 * 1024;

        @AttributeDefinition(description = "Days for which ended jobs are kept, with their results")
        int keepDays() default 30;

        @AttributeDefinition(description = "Ended jobs of one account that are kept; the oldest are deleted")
        int keepPerAccount() default 100;
    }

    private final JobStore store;
    private final JobIntake intake;
    private final JobRunner runner;
    private final Retention retention;
    private final int maxDocumentBytes;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<Map.Entry<Map<String, Object>, JobKind>> kinds = List.of();

    @Activate
    public JpaJobs(Config config, @Reference(target = "(" + Transactions.UNIT + "=jobs)") Transactions transactions) {
        Clock clock = Clock.systemUTC();
        store = new JobStore(transactions, clock);
        retention = new Retention(store, clock, config.keepDays(), config.keepPerAccount());
        intake = new JobIntake(
                store,
                this::byName,
                new JobIntake.Limits(config.maxJobsPerAccount(), config.maxDocuments(), config.maxBytes()),
                retention::wake);
        runner = new JobRunner(
                store,
                this::byName,
                clock,
                config.workers(),
                Duration.ofSeconds(config.documentSeconds()),
                retention::wake);
        maxDocumentBytes = config.maxDocumentBytes();
        runner.start();
        retention.start();
    }

    @Deactivate
    void close() {
        runner.close();
        retention.close();
    }

    /** If several kinds have one name, the one of the bundle that was installed first counts, such as the platform's. */
    private SortedMap<String, JobKind> byName() {
        SortedMap<String, JobKind> byName = new TreeMap<>();
        kinds.stream()
                .sorted(Comparator.comparing(kind -> (Long) kind.getKey().getOrDefault(Constants.SERVICE_BUNDLEID, 0L)))
                .forEach(kind -> {
                    if (kind.getKey().get(KIND_NAME) instanceof String name) {
                        byName.putIfAbsent(name, kind.getValue());
                    }
                });
        return byName;
    }

    @Override
    public List<String> kinds() {
        return List.copyOf(byName().keySet());
    }

    @Override
    public Submission submit(NewJob job, JobItems items) throws IOException {
        JobIntake.Taken taken = intake.take(job, items);
        runner.wake();
        return new Submission(job(taken.job()), taken.isNew());
    }

    @Override
    public Submission submit(NewJob job, JobFormat format, InputStream file) throws IOException {
        return submit(job, FileItems.of(format, file, maxDocumentBytes));
    }

    @Override
    public JobPage find(JobQuery query) {
        List<StoredJob> found = store.find(query);
        return new JobPage(found.stream().limit(query.limit()).map(this::job).toList(), found.size() > query.limit());
    }

    @Override
    public Optional<Job> get(String id, Caller caller) {
        return store.get(id).filter(job -> caller.sees(job.account())).map(this::job);
    }

    @Override
    public Optional<Job> cancel(String id, Caller caller) {
        Optional<Job> job = get(id, caller);
        if (job.isPresent() && store.cancel(id)) {
            retention.wake();
            return get(id, caller);
        }
        return job;
    }

    @Override
    public boolean delete(String id, Caller caller) {
        boolean isDeleted = get(id, caller).isPresent() && store.hide(id, JobStore.ENDED);
        if (isDeleted) {
            retention.wake();
        }
        return isDeleted;
    }

    @Override
    public Optional<ResultPage> results(String id, Caller caller, long after, int limit) {
        if (limit < 1 || limit > MAX_RESULTS) {
            throw new IllegalArgumentException("limit " + limit + " is not in 1.." + MAX_RESULTS);
        }
        return get(id, caller).map(job -> store.results(id, Math.max(-1, after), limit));
    }

    private Job job(StoredJob stored) {
        JobState state = JobState.of(stored.state())
                .orElseThrow(() -> new IllegalStateException("no job has the state " + stored.state()));
        return new Job(
                stored.id(),
                stored.account(),
                stored.kind(),
                JsonText.readObject(stored.parameters()),
                state,
                state.hasEnded() ? "" : waiting(stored),
                state == JobState.FAILED ? stored.note() : "",
                stored.total(),
                stored.done(),
                stored.failed(),
                Instant.ofEpochMilli(stored.created()),
                instant(stored.started()),
                instant(stored.ended()),
                stored.rate());
    }

    private String waiting(StoredJob stored) {
        return byName().containsKey(stored.kind())
                ? stored.note()
                : "the kind '" + stored.kind() + "', which is not installed";
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public void passwordChanged(String name) {}

    @Override
    public void groupsChanged(Account account) {}

    /** Deletes the jobs of the account: a later account of the same name must not see them. */
    @Override
    public void removed(String name) {
        for (String id : store.of(name)) {
            store.cancel(id);
            store.hide(id, JobStore.ENDED);
        }
        retention.wake();
    }
}
