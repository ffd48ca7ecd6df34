package io.bouquet.jobs.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.bouquet.data.openjpa.Database;
import io.bouquet.data.openjpa.OpenUnit;
import io.bouquet.data.openjpa.PluginFiles;
import io.bouquet.jobs.Caller;
import io.bouquet.jobs.InputError;
import io.bouquet.jobs.InvalidJobException;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobFormat;
import io.bouquet.jobs.JobLimitException;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobResult;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.NewJob;
import io.bouquet.jobs.ResultPage;
import io.bouquet.jobs.Submission;
import io.bouquet.jobs.jpa.JobStore.Claim;
import io.bouquet.jobs.spi.ItemException;
import io.bouquet.jobs.spi.ItemProcessor;
import io.bouquet.jobs.spi.JobKind;
import io.bouquet.jobs.spi.NotReadyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JpaJobsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Caller ADA = new Caller("ada", false);
    private static final Caller BOB = new Caller("bob", false);
    private static final Caller ADMIN = new Caller("admin", true);

    private static int databases;

    private final TestConfig config = new TestConfig();
    private final StubKind kind = new StubKind();
    private final List<JpaJobs> opened = new ArrayList<>();
    private Database database;
    private OpenUnit unit;
    private JpaJobs jobs;

    @BeforeEach
    void open() throws Exception {
        database = new Database("jdbc:derby:memory:jobs" + ++databases);
        unit = OpenUnit.open(
                database,
                "com.example.test",
                StoredJob.class.getClassLoader(),
                PluginFiles.of(Path.of("target/classes")),
                "META-INF/persistence.xml",
                "db/jobs.xml");
        jobs = newJobs();
    }

    @AfterEach
    void close() {
        opened.forEach(JpaJobs::close);
        unit.close();
        database.close();
    }

    private JpaJobs newJobs() {
        JpaJobs created = new JpaJobs(config, unit);
        created.kinds = List.of(kind("count", 7, kind));
        opened.add(created);
        return created;
    }

    private static Map.Entry<Map<String, Object>, JobKind> kind(String name, long bundle, JobKind kind) {
        return Map.entry(Map.of("job.kind.name", name, "service.bundleid", bundle), kind);
    }

    @Test
    void processesEachDocumentOnceInTheirOrder() {
        Job queued = submit("ada", lines(1_200)).job();
        assertThat(queued.total()).isEqualTo(1_200);
        Job done = awaitEnd(queued.id());
        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.done()).isEqualTo(1_200);
        assertThat(done.failed()).isZero();
        assertThat(done.rate()).isPositive();
        assertThat(done.started()).isBetween(done.created(), done.ended());
        List<JobResult> results = results(queued.id(), 100);
        assertThat(results).hasSize(1_200);
        assertThat(results)
                .extracting(JobResult::index)
                .containsExactlyElementsOf(
                        IntStream.range(0, 1_200).mapToObj(i -> (long) i).toList());
        assertThat(results.get(11).json()).isEqualTo("{\"index\":11,\"result\":{\"length\":7}}");
        assertThat(rows("StoredItem")).isZero();
    }

    @Test
    void takesDocumentsWithIdsAndKeepsTheIds() throws IOException {
        Job job = jobs.submit(order("ada", ""), JobFormat.CSV, file("id,text\nx,four\n"))
                .job();
        awaitEnd(job.id());
        assertThat(results(job.id(), 10))
                .extracting(JobResult::json)
                .containsExactly("{\"index\":0,\"id\":\"x\",\"result\":{\"length\":4}}");
    }

    @Test
    void aDocumentThatFailsDoesNotFailTheOthers() {
        kind.processor = item -> switch (String.valueOf(item.get("text"))) {
            case "text 1" -> throw new ItemException("value_error", "is odd");
            case "text 2" -> throw new IllegalStateException("inside");
            case "text 3" -> Map.of("not JSON", new Object());
            default -> Map.of();
        };
        Job done = awaitEnd(submit("ada", lines(5)).job().id());
        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.done()).isEqualTo(2);
        assertThat(done.failed()).isEqualTo(3);
        List<String> results =
                results(done.id(), 10).stream().map(JobResult::json).toList();
        assertThat(results.get(1)).isEqualTo("{\"index\":1,\"error\":{\"type\":\"value_error\",\"msg\":\"is odd\"}}");
        assertThat(results.get(2)).contains("\"failed\"").doesNotContain("inside");
        assertThat(results.get(3)).contains("\"failed\"");
        assertThat(results.get(4)).contains("\"result\":{}");
    }

    @Test
    void refusesAllErrorsAtOnceAndStoresNothing() {
        InvalidJobException refused = catchThrowableOfType(
                InvalidJobException.class,
                () -> jobs.submit(
                        new NewJob("ada", "count", Map.of("bad", true), List.of("query"), ""),
                        JobFormat.NDJSON,
                        file(
                                "{\"text\":\"a\"}\n7\n{\"txt\":\"b\"}\n{\"text\":\"c\\u0000\"}\n{\"text\":\"\\ud800\"}\nno")));
        assertThat(refused.errors())
                .extracting(InputError::text)
                .satisfiesExactly(
                        error -> assertThat(error).isEqualTo("query, bad: is not known"),
                        error -> assertThat(error).isEqualTo("body, line 2: must be an object"),
                        error -> assertThat(error).isEqualTo("body, line 3, text: is required"),
                        error -> assertThat(error).startsWith("body, line 4, text: must not hold U+0000"),
                        error -> assertThat(error).startsWith("body, line 5, text: is no Unicode text"),
                        error -> assertThat(error).startsWith("body, line 6: is not JSON"));
        assertThat(jobs.find(new JobQuery(ADMIN, null, null, null, 10)).jobs()).isEmpty();
        await().atMost(SOON).until(() -> rows("StoredItem") + rows("StoredJob") == 0);
    }

    @Test
    void refusesAnUnknownKindAndAJobWithoutDocuments() {
        assertThatThrownBy(() -> jobs.submit(
                        new NewJob("ada", "cout", Map.of(), List.of("query"), ""), JobFormat.TEXT, file("a")))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("query, kind: names the kind 'cout', which is not installed; installed: count");
        assertThatThrownBy(() -> submit("ada", "\n\n"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("at least 1 document");
    }

    @Test
    void stopsReadingAfterAHundredErrors() {
        InvalidJobException refused = catchThrowableOfType(
                InvalidJobException.class,
                () -> jobs.submit(order("ada", ""), JobFormat.NDJSON, file("7\n".repeat(1_000))));
        assertThat(refused.errors()).hasSize(InvalidJobException.MAX_ERRORS);
    }

    @Test
    void refusesMoreThanTheLimits() {
        assertLimit(JobLimitException.Limit.SIZE, lines(2_001), "2000 documents");
        assertLimit(JobLimitException.Limit.SIZE, (("a".repeat(9_000)) + "\n").repeat(12), "100000 bytes");
        kind.refusal = new NotReadyException("a test", 60);
        for (int i = 0; i < 3; i++) {
            submit("ada", "text");
        }
        assertLimit(JobLimitException.Limit.JOBS, "text", "3 jobs");
        assertThat(submit("bob", "text").isNew()).isTrue();
        String id =
                jobs.find(new JobQuery(ADA, null, null, null, 1)).jobs().get(0).id();
        jobs.cancel(id, ADA);
        assertThat(submit("ada", "text").isNew()).isTrue();
    }

    private void assertLimit(JobLimitException.Limit limit, String lines, String message) {
        JobLimitException refused = catchThrowableOfType(JobLimitException.class, () -> submit("ada", lines));
        assertThat(refused.limit()).isEqualTo(limit);
        assertThat(refused).hasMessageContaining(message);
    }

    @Test
    void oneKeyAndContentGivesOneJob() throws IOException {
        Submission first = jobs.submit(order("ada", "k1"), JobFormat.TEXT, file("a\nb\n"));
        assertThat(first.isNew()).isTrue();
        awaitEnd(first.job().id());
        // the same documents in another format are the same content
        Submission second =
                jobs.submit(order("ada", "k1"), JobFormat.NDJSON, file("{\"text\":\"a\"}\n{\"text\":\"b\"}"));
        assertThat(second.isNew()).isFalse();
        assertThat(second.job().id()).isEqualTo(first.job().id());
        assertThat(jobs.submit(order("bob", "k1"), JobFormat.TEXT, file("a\nb\n"))
                        .isNew())
                .isTrue();
        assertThatThrownBy(() -> jobs.submit(order("ada", "k1"), JobFormat.TEXT, file("a\nc\n")))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("Idempotency-Key")
                .hasMessageContaining(first.job().id());
        assertThatThrownBy(() -> jobs.submit(order("ada", "k\n"), JobFormat.TEXT, file("a")))
                .isInstanceOf(InvalidJobException.class);
        // a deleted job frees its key
        assertThat(jobs.delete(first.job().id(), ADA)).isTrue();
        assertThat(jobs.submit(order("ada", "k1"), JobFormat.TEXT, file("a\nc\n"))
                        .isNew())
                .isTrue();
    }

    @Test
    void requestsWithOneKeyAtTheSameTimeCreateOneJob() throws Exception {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        List<Throwable> failures = new ArrayList<>();
        List<Thread> clients = new ArrayList<>();
        CountDownLatch together = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            Thread client = new Thread(() -> {
                try {
                    together.await();
                    ids.add(jobs.submit(order("ada", "same"), JobFormat.TEXT, file(lines(600)))
                            .job()
                            .id());
                } catch (Exception e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            client.start();
            clients.add(client);
        }
        together.countDown();
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failures).isEmpty();
        assertThat(ids).hasSize(1);
    }

    @Test
    void showsAJobToItsAccountAndToAdministratorsOnly() {
        Job job = awaitEnd(submit("ada", "text").job().id());
        assertThat(jobs.get(job.id(), ADA)).contains(job);
        assertThat(jobs.get(job.id(), ADMIN)).contains(job);
        assertThat(jobs.get(job.id(), BOB)).isEmpty();
        assertThat(jobs.results(job.id(), BOB, -1, 1)).isEmpty();
        assertThat(jobs.cancel(job.id(), BOB)).isEmpty();
        assertThat(jobs.delete(job.id(), BOB)).isFalse();
        assertThat(jobs.find(new JobQuery(BOB, null, null, null, 10)).jobs()).isEmpty();
        assertThat(jobs.get("0123456789012345678901234\0", ADMIN)).isEmpty();
    }

    @Test
    void listsPagesFromTheNewestOn() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(0, awaitEnd(submit("ada", "text").job().id()).id());
        }
        ids.add(0, awaitEnd(submit("bob", "text").job().id()).id());
        var first = jobs.find(new JobQuery(ADMIN, null, "count", null, 2));
        assertThat(first.hasMore()).isTrue();
        var second = jobs.find(
                new JobQuery(ADMIN, JobState.DONE, null, first.jobs().get(1).id(), 2));
        assertThat(second.hasMore()).isFalse();
        List<Job> all = new ArrayList<>(first.jobs());
        all.addAll(second.jobs());
        assertThat(all).extracting(Job::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(jobs.find(new JobQuery(ADMIN, JobState.FAILED, null, null, 10))
                        .jobs())
                .isEmpty();
    }

    @Test
    void waitsWhileTheKindIsNotReadyAndLosesNoDocument() {
        AtomicInteger refusals = new AtomicInteger();
        kind.processor = item -> {
            if (item.get("text").equals("text 2") && refusals.incrementAndGet() <= 2) {
                throw new NotReadyException("a place in the queue", 1);
            }
            return Map.of();
        };
        String id = submit("ada", lines(4)).job().id();
        await().atMost(SOON).until(() -> get(id).waiting().equals("a place in the queue"));
        assertThat(get(id).processed()).isEqualTo(2);
        assertThat(get(id).state()).isEqualTo(JobState.RUNNING);
        Job done = awaitEnd(id);
        assertThat(done.done()).isEqualTo(4);
        assertThat(done.waiting()).isEmpty();
    }

    @Test
    void waitsWhileItsKindIsNotInstalled() {
        kind.refusal = new NotReadyException("nothing yet", 1);
        String id = submit("ada", lines(3)).job().id();
        jobs.kinds = List.of();
        await().atMost(SOON).until(() -> get(id).waiting().equals("the kind 'count', which is not installed"));
        StubKind next = new StubKind();
        jobs.kinds = List.of(kind("count", 8, next));
        assertThat(awaitEnd(id).done()).isEqualTo(3);
    }

    @Test
    void aKindThatIsRemovedWithinADocumentCostsNoDocument() {
        StubKind next = new StubKind();
        kind.processor = item -> {
            // what it needs has gone already
            jobs.kinds = List.of(kind("count", 8, next));
            throw new IllegalStateException("closed");
        };
        Job done = awaitEnd(submit("ada", lines(3)).job().id());
        assertThat(done.failed()).isZero();
        assertThat(done.done()).isEqualTo(3);
    }

    @Test
    void theKindOfTheBundleThatWasInstalledFirstIsUsed() {
        StubKind later = new StubKind();
        later.processor = item -> Map.of("by", "later");
        jobs.kinds = List.of(kind("count", 90, later), kind("count", 7, kind));
        Job done = awaitEnd(submit("ada", "text").job().id());
        assertThat(results(done.id(), 1).get(0).json()).contains("length");
        assertThat(jobs.kinds()).containsExactly("count");
    }

    @Test
    void failsAJobWhoseParametersBecameInvalid() {
        kind.refusal = new IllegalArgumentException("the layer 'x' cannot be made");
        Job failed = awaitEnd(submit("ada", lines(3)).job().id());
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.failure()).isEqualTo("the layer 'x' cannot be made");
        await().atMost(SOON).until(() -> rows("StoredItem") == 0);
    }

    @Test
    void failsAJobWhoseDocumentsAreMissing() {
        kind.refusal = new NotReadyException("a test", 1);
        String id = submit("ada", lines(3)).job().id();
        unit.run(entities ->
                entities.createNativeQuery("DELETE FROM jobs.JOB_ITEM").executeUpdate());
        kind.refusal = null;
        assertThat(awaitEnd(id).failure()).isEqualTo("its documents from number 0 on are missing");
    }

    @Test
    void cancelsAJobAndKeepsItsResults() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        kind.processor = item -> {
            if (item.get("text").equals("text 150")) {
                reached.countDown();
                throw new NotReadyException("a test", 1);
            }
            return Map.of();
        };
        String id = submit("ada", lines(300)).job().id();
        reached.await();
        await().atMost(SOON).until(() -> get(id).processed() == 150);
        assertThat(jobs.delete(id, ADA)).isFalse();
        Job cancelled = jobs.cancel(id, ADA).orElseThrow();
        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.ended()).isNotNull();
        assertThat(results(id, 1_000)).hasSize(150);
        await().atMost(SOON).until(() -> rows("StoredItem") == 0);
        assertThat(results(id, 1_000)).hasSize(150);
        assertThat(jobs.delete(id, ADA)).isTrue();
        assertThat(jobs.get(id, ADA)).isEmpty();
        await().atMost(SOON).until(() -> rows("StoredResult") + rows("StoredJob") == 0);
    }

    @Test
    void aDocumentThatHangsHasAnErrorAndTheOthersGoOn() {
        config.documentSeconds = 1;
        JpaJobs impatient = newJobs();
        jobs.close();
        kind.processor = item -> {
            if (item.get("text").equals("text 1")) {
                hangWhateverHappens();
            }
            return Map.of();
        };
        jobs = impatient;
        Job done = awaitEnd(submit("ada", lines(3)).job().id());
        assertThat(done.done()).isEqualTo(2);
        assertThat(results(done.id(), 3).get(1).json()).contains("\"timed_out\"");
    }

    @Test
    void aKindThatHangsBeforeItsFirstDocumentMakesTheJobWait() {
        config.documentSeconds = 1;
        JpaJobs impatient = newJobs();
        jobs.close();
        impatient.kinds = List.of(kind("count", 7, new JobKind() {
            @Override
            public List<InputError> checkParameters(Map<String, Object> parameters) {
                return List.of();
            }

            @Override
            public List<InputError> checkItem(Map<String, Object> item) {
                return List.of();
            }

            @Override
            public ItemProcessor open(Map<String, Object> parameters) {
                hangWhateverHappens();
                return item -> Map.of();
            }
        }));
        jobs = impatient;
        String id = submit("ada", lines(3)).job().id();
        await().atMost(SOON).until(() -> get(id).waiting().equals("the kind, which takes too long to begin"));
        assertThat(get(id).processed()).isZero();
    }

    private static void hangWhateverHappens() {
        CountDownLatch never = new CountDownLatch(1);
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // what a plugin may do
            }
        }
    }

    @Test
    void anotherWorkerGoesOnAfterACrashAndTheOldOneStoresNothing() {
        kind.refusal = new NotReadyException("a test", 1);
        String id = submit("ada", lines(5)).job().id();
        jobs.close();
        JobStore store = store(Duration.ZERO);
        Claim old = await().atMost(SOON)
                .until(() -> store.claim(List.of("count"), "old"), Optional::isPresent)
                .orElseThrow();
        assertThat(store.commit(old, List.of(new JobResult(0, "{\"index\":0}")), 0, 1))
                .isTrue();
        Claim crashed = store.claim(List.of("count"), "crashed").orElseThrow();
        assertThat(crashed.next()).isEqualTo(1);
        // the old worker has lost its claim
        assertThat(store.commit(old, List.of(new JobResult(0, "{}")), 0, 1)).isFalse();
        assertThat(store.renew(old)).isFalse();
        assertThat(store.claim(List.of("count"), "third")).isEmpty();
        // as if the worker had crashed 20 s ago
        assertThat(store(Duration.ofSeconds(-20)).renew(crashed)).isTrue();
        kind.refusal = null;
        jobs = newJobs();
        assertThat(awaitEnd(id).done()).isEqualTo(5);
        assertThat(results(id, 10)).extracting(JobResult::index).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(store.commit(crashed, List.of(new JobResult(1, "{}")), 0, 1)).isFalse();
    }

    private JobStore store(Duration offset) {
        return new JobStore(unit, Clock.offset(Clock.systemUTC(), offset));
    }

    @Test
    void keepsSoManyEndedJobsOfAnAccount() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(awaitEnd(submit("ada", "text").job().id()).id());
        }
        new Retention(new JobStore(unit, Clock.systemUTC()), Clock.systemUTC(), 1, 2).sweep();
        assertThat(ids.stream().filter(id -> jobs.get(id, ADA).isPresent())).hasSize(2);
        assertThat(rows("StoredResult")).isEqualTo(2);
        Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        new Retention(new JobStore(unit, tomorrow), tomorrow, 1, 2).sweep();
        assertThat(rows("StoredJob") + rows("StoredResult")).isZero();
    }

    @Test
    void forgetsTheJobsOfAnAccountThatIsRemoved() {
        Job job = awaitEnd(submit("ada", "text").job().id());
        jobs.removed("ada");
        assertThat(jobs.get(job.id(), ADMIN)).isEmpty();
    }

    private Submission submit(String account, String lines) {
        try {
            return jobs.submit(order(account, ""), JobFormat.TEXT, file(lines));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static NewJob order(String account, String key) {
        return new NewJob(account, "count", Map.of(), List.of("query"), key);
    }

    private static ByteArrayInputStream file(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "text " + i).collect(Collectors.joining("\n"));
    }

    private Job get(String id) {
        return jobs.get(id, ADMIN).orElseThrow();
    }

    private Job awaitEnd(String id) {
        await().atMost(SOON).until(() -> get(id).state().hasEnded());
        return get(id);
    }

    private List<JobResult> results(String id, int limit) {
        List<JobResult> all = new ArrayList<>();
        ResultPage page;
        do {
            long after = all.isEmpty() ? -1 : all.get(all.size() - 1).index();
            page = jobs.results(id, ADMIN, after, limit).orElseThrow();
            all.addAll(page.results());
        } while (page.hasMore());
        return all;
    }

    private long rows(String entity) {
        return unit.call(entities -> entities.createQuery("select count(e) from " + entity + " e", Long.class)
                .getSingleResult());
    }
}
