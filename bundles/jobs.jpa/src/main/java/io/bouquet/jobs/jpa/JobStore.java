package io.bouquet.jobs.jpa;

import io.bouquet.common.Ulid;
import io.bouquet.data.Transactions;
import io.bouquet.jobs.JobLimitException;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobResult;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.NewJob;
import io.bouquet.jobs.ResultPage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;

/**
 * The rows of jobs. Each method is one transaction. A worker claims a job for a while before it processes a chunk; the
 * chunk's results, the progress and the end of the claim are one transaction, which has no effect if the job was
 * cancelled or claimed by another worker meanwhile. Thread-safe.
 */
final class JobStore {
    /** After this time without a sign of its worker, another worker takes a job. */
    static final long CLAIM_MILLIS = 15_000;

    /** After this time without documents, a job that is being received counts as abandoned. */
    private static final long RECEIVE_MILLIS = 3_600_000;

    /** A page of results has no more characters, unless one result alone has. */
    private static final int PAGE_CHARACTERS = 4_000_000;

    private static final String ITEMS = "jobs.JOB_ITEM";
    private static final String RESULTS = "jobs.JOB_RESULT";

    private static final List<String> OPEN = List.of(JobState.QUEUED.wireName(), JobState.RUNNING.wireName());
    private static final List<String> SEEN =
            Arrays.stream(JobState.values()).map(JobState::wireName).toList();
    static final List<String> ENDED = Arrays.stream(JobState.values())
            .filter(JobState::hasEnded)
            .map(JobState::wireName)
            .toList();

    private final Transactions transactions;
    private final Clock clock;

    JobStore(Transactions transactions, Clock clock) {
        this.transactions = new RetriedTransactions(transactions);
        this.clock = clock;
    }

    /** Creates a job that receives its documents. */
    String receive(NewJob job) {
        long now = clock.millis();
        String id = Ulid.next(now);
        StoredJob stored = new StoredJob(
                id, job.account(), job.kind(), JsonText.write(job.parameters()), now, now + RECEIVE_MILLIS);
        transactions.run(entities -> entities.persist(stored));
        return id;
    }

    /** The number of jobs of an account that have not ended, or are being received. */
    long open(String account) {
        return transactions.call(entities -> entities.createQuery(
                        "select count(j) from StoredJob j where j.account = :account"
                                + " and (j.state in :open or j.state = :receiving and j.claimedUntil > :now)",
                        Long.class)
                .setParameter("account", account)
                .setParameter("open", OPEN)
                .setParameter("receiving", StoredJob.RECEIVING)
                .setParameter("now", clock.millis())
                .getSingleResult());
    }

    /** Adds documents to a job that receives them. */
    void add(String id, long first, List<String> items) {
        transactions.run(entities -> {
            lock(entities, id, StoredJob::isReceiving)
                    .orElseThrow(JobStore::tooLate)
                    .renew(clock.millis() + RECEIVE_MILLIS);
            long item = first;
            for (String body : items) {
                entities.persist(new StoredItem(id, item++, body));
            }
        });
    }

    /**
     * Queues a job that has received its documents.
     *
     * @param key an idempotency key; the empty string for none
     */
    void publish(String id, String key, String digest, long total) {
        transactions.run(entities -> lock(entities, id, StoredJob::isReceiving)
                .orElseThrow(JobStore::tooLate)
                .publish(key, digest, total, clock.millis()));
    }

    private static JobLimitException tooLate() {
        return new JobLimitException(
                JobLimitException.Limit.SIZE, "the documents took too long to arrive; send them in parts");
    }

    /**
     * Locks a job for the rest of the transaction. Statements with conditions are no replacement: OpenJPA gives them a
     * subselect, after which Derby changes rows that do not fulfil the condition any more.
     *
     * @return empty if there is no such job, or it does not fulfil the condition
     */
    private static Optional<StoredJob> lock(EntityManager entities, String id, Predicate<StoredJob> condition) {
        return Optional.ofNullable(entities.find(StoredJob.class, id, LockModeType.PESSIMISTIC_WRITE))
                .filter(condition);
    }

    /** Changes a job that fulfils a condition; returns false if there is no such job. */
    private boolean change(String id, Predicate<StoredJob> condition, Consumer<StoredJob> change) {
        return transactions.call(entities -> {
            Optional<StoredJob> job = lock(entities, id, condition);
            job.ifPresent(change);
            return job.isPresent();
        });
    }

    Optional<StoredJob> get(String id) {
        return Ulid.fits(id)
                ? first(
                        "select j from StoredJob j where j.id = :id and j.state in :states",
                        Map.of("id", id, "states", SEEN))
                : Optional.empty();
    }

    Optional<StoredJob> find(String account, String requestKey) {
        return first(
                "select j from StoredJob j where j.account = :account and j.requestKey = :requestKey"
                        + " and j.state in :states",
                Map.of("account", account, "requestKey", requestKey, "states", SEEN));
    }

    private Optional<StoredJob> first(String query, Map<String, Object> parameters) {
        return transactions.call(
                entities -> bind(entities.createQuery(query, StoredJob.class), parameters).getResultList().stream()
                        .findFirst());
    }

    /** Returns the jobs that match, and one more if there is one. */
    List<StoredJob> find(JobQuery query) {
        List<String> conditions = new ArrayList<>(List.of("j.state in :states"));
        Map<String, Object> parameters = new LinkedHashMap<>();
        JobState state = query.state();
        parameters.put("states", state == null ? SEEN : List.of(state.wireName()));
        if (!query.caller().isAdmin()) {
            conditions.add("j.account = :account");
            parameters.put("account", query.caller().account());
        }
        if (query.kind() != null) {
            conditions.add("j.kind = :kind");
            parameters.put("kind", query.kind());
        }
        if (query.after() != null) {
            conditions.add("j.id < :after");
            parameters.put("after", query.after());
        }
        String jpql = "select j from StoredJob j where " + String.join(" and ", conditions) + " order by j.id desc";
        return transactions.call(entities -> bind(entities.createQuery(jpql, StoredJob.class), parameters)
                .setMaxResults(query.limit() + 1)
                .getResultList());
    }

    private static <T> TypedQuery<T> bind(TypedQuery<T> query, Map<String, Object> parameters) {
        parameters.forEach(query::setParameter);
        return query;
    }

    /** Ends a job that has not ended. */
    boolean cancel(String id) {
        return change(id, StoredJob::isOpen, job -> job.end(JobState.CANCELLED, "", clock.millis()));
    }

    /** Hides a job in one of these states; {@link Retention} deletes its rows. */
    boolean hide(String id, Collection<String> states) {
        return change(id, job -> states.contains(job.state()), StoredJob::hide);
    }

    /**
     * A job that a worker may process for a while.
     *
     * @param next     number of the next document
     * @param attempts claims since the last stored chunk, with this one
     * @param turn     when its last chunk ended, milliseconds since 1970
     */
    record Claim(
            String id,
            String runner,
            String kind,
            Map<String, Object> parameters,
            long next,
            long total,
            int attempts,
            double rate,
            long turn) {}

    /** Claims the job of these kinds that has waited longest for its turn; empty if there is none. */
    Optional<Claim> claim(Collection<String> kinds, String runner) {
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        long now = clock.millis();
        return transactions.call(entities -> {
            List<String> waiting = entities.createQuery(
                            "select j.id from StoredJob j where j.state in :open and j.kind in :kinds"
                                    + " and j.claimedUntil < :now order by j.turn, j.id",
                            String.class)
                    .setParameter("open", OPEN)
                    .setParameter("kinds", kinds)
                    .setParameter("now", now)
                    .setMaxResults(1)
                    .getResultList();
            return waiting.stream()
                    .findFirst()
                    // empty if another worker was faster
                    .flatMap(id -> lock(entities, id, job -> job.isClaimable(now)))
                    .map(job -> claim(job, runner, now));
        });
    }

    private static Claim claim(StoredJob job, String runner, long now) {
        job.claim(runner, now, now + CLAIM_MILLIS);
        return new Claim(
                job.id(),
                runner,
                job.kind(),
                JsonText.readObject(job.parameters()),
                job.done() + job.failed(),
                job.total(),
                job.attempts(),
                job.rate(),
                job.turn());
    }

    /** Makes a claim last longer; returns false if the job was cancelled or claimed by another worker meanwhile. */
    boolean renew(Claim claim) {
        return change(claim, job -> job.renew(clock.millis() + CLAIM_MILLIS));
    }

    /**
     * Ends a claim without results.
     *
     * @param note    what the job waits for
     * @param seconds time after which it is claimed again
     */
    void release(Claim claim, String note, int seconds) {
        long now = clock.millis();
        change(claim, job -> job.release(note, now, seconds == 0 ? 0 : now + seconds * 1_000L));
    }

    /** Ends a job that cannot go on. */
    void fail(Claim claim, String reason) {
        change(claim, job -> job.end(JobState.FAILED, reason, clock.millis()));
    }

    private boolean change(Claim claim, Consumer<StoredJob> change) {
        return change(claim.id(), job -> job.isClaimedBy(claim.runner()), change);
    }

    /**
     * A document of a job.
     *
     * @param item number of the document
     */
    record Item(long item, Map<String, Object> value) {}

    /**
     * Returns the next documents of a job.
     *
     * @param most          greatest number of documents
     * @param mostCharacters greatest number of characters, unless one document alone has more
     */
    List<Item> items(Claim claim, int most, int mostCharacters) {
        return bodies("StoredItem", claim.id(), claim.next(), most, mostCharacters).rows().stream()
                .map(row -> new Item((Long) row[0], JsonText.readObject((String) row[1])))
                .toList();
    }

    /** Returns the results after one. */
    ResultPage results(String id, long after, int limit) {
        Bodies bodies = bodies("StoredResult", id, after + 1, limit, PAGE_CHARACTERS);
        return new ResultPage(
                bodies.rows().stream()
                        .map(row -> new JobResult((Long) row[0], (String) row[1]))
                        .toList(),
                bodies.hasMore());
    }

    /** @param rows number and body of each row */
    private record Bodies(List<Object[]> rows, boolean hasMore) {}

    private Bodies bodies(String entity, String id, long from, int most, int mostCharacters) {
        return transactions.call(entities -> {
            List<Object[]> sizes = entities.createQuery(
                            "select r.item, r.characters from " + entity
                                    + " r where r.jobId = :id and r.item >= :from order by r.item",
                            Object[].class)
                    .setParameter("id", id)
                    .setParameter("from", from)
                    .setMaxResults(most + 1)
                    .getResultList();
            int count = 0;
            long characters = 0;
            while (count < Math.min(sizes.size(), most)) {
                characters += (Integer) sizes.get(count)[1];
                if (count > 0 && characters > mostCharacters) {
                    break;
                }
                count++;
            }
            if (count == 0) {
                return new Bodies(List.of(), false);
            }
            List<Object[]> rows = entities.createQuery(
                            "select r.item, r.body from " + entity
                                    + " r where r.jobId = :id and r.item between :from and :to order by r.item",
                            Object[].class)
                    .setParameter("id", id)
                    .setParameter("from", from)
                    .setParameter("to", sizes.get(count - 1)[0])
                    .getResultList();
            return new Bodies(rows, count < sizes.size());
        });
    }

    /**
     * Stores a chunk and ends the claim. Returns false, without any effect, if the job was cancelled or claimed by
     * another worker meanwhile.
     *
     * @param results of the next documents, without gaps
     * @param failed  how many of them are errors
     * @param rate    documents per second
     */
    boolean commit(Claim claim, List<JobResult> results, int failed, double rate) {
        return transactions.call(entities -> {
            Optional<StoredJob> job = lock(
                    entities,
                    claim.id(),
                    it -> it.isClaimedBy(claim.runner()) && it.done() + it.failed() == claim.next());
            job.ifPresent(it -> {
                it.progress(results.size(), failed, rate, clock.millis());
                results.forEach(
                        result -> entities.persist(new StoredResult(claim.id(), result.index(), result.json())));
                delete(entities, ITEMS, claim.id(), claim.next() + results.size());
            });
            return job.isPresent();
        });
    }

    /** In SQL, since OpenJPA's own statement for a key of two columns reads the whole table. */
    private static void delete(EntityManager entities, String table, String id, long end) {
        entities.createNativeQuery("DELETE FROM " + table + " WHERE JOB_ID = ?1 AND ITEM < ?2")
                .setParameter(1, id)
                .setParameter(2, end)
                .executeUpdate();
    }

    /** Returns the ids of jobs in one of these states, the oldest first. */
    List<String> ids(Collection<String> states, @Nullable Long endedBefore, int most) {
        String clause = endedBefore == null ? "" : " and j.ended < :before";
        return transactions.call(entities -> {
            TypedQuery<String> query = entities.createQuery(
                            "select j.id from StoredJob j where j.state in :states" + clause + " order by j.id",
                            String.class)
                    .setParameter("states", states)
                    .setMaxResults(most);
            if (endedBefore != null) {
                query.setParameter("before", endedBefore);
            }
            return query.getResultList();
        });
    }

    /** Returns the ids of jobs whose documents stopped coming. */
    List<String> abandoned() {
        return transactions.call(entities -> entities.createQuery(
                        "select j.id from StoredJob j where j.state = :receiving and j.claimedUntil < :now",
                        String.class)
                .setParameter("receiving", StoredJob.RECEIVING)
                .setParameter("now", clock.millis())
                .getResultList());
    }

    /** Returns the ids of ended jobs beyond the newest {@code kept} of each account. */
    List<String> beyond(int kept) {
        return transactions.call(entities -> {
            List<String> accounts = entities.createQuery(
                            "select j.account from StoredJob j where j.state in :ended group by j.account"
                                    + " having count(j) > :kept",
                            String.class)
                    .setParameter("ended", ENDED)
                    .setParameter("kept", (long) kept)
                    .getResultList();
            List<String> ids = new ArrayList<>();
            for (String account : accounts) {
                ids.addAll(entities.createQuery(
                                "select j.id from StoredJob j where j.account = :account and j.state in :ended"
                                        + " order by j.id desc",
                                String.class)
                        .setParameter("account", account)
                        .setParameter("ended", ENDED)
                        .setFirstResult(kept)
                        .getResultList());
            }
            return ids;
        });
    }

    List<String> of(String account) {
        return transactions.call(entities -> entities.createQuery(
                        "select j.id from StoredJob j where j.account = :account and j.state in :states", String.class)
                .setParameter("account", account)
                .setParameter("states", SEEN)
                .getResultList());
    }

    /** Returns the ids of ended jobs that still have documents, which nobody will process. */
    List<String> withLeftItems(int most) {
        return transactions.call(entities -> entities.createQuery(
                        "select j.id from StoredJob j where j.state in :ended"
                                + " and exists (select i.item from StoredItem i where i.jobId = j.id)",
                        String.class)
                .setParameter("ended", ENDED)
                .setMaxResults(most)
                .getResultList());
    }

    /**
     * Deletes documents of a job, and its results too if they are not kept. Returns false if nothing was left. A few rows
     * at a time, since Derby locks the whole table for many.
     */
    boolean deleteRows(String id, boolean keepResults, int most) {
        return transactions.call(entities -> {
            boolean deleted = deleteSome(entities, "StoredItem", ITEMS, id, most);
            return !keepResults && deleteSome(entities, "StoredResult", RESULTS, id, most) || deleted;
        });
    }

    private static boolean deleteSome(EntityManager entities, String entity, String table, String id, int most) {
        Long first = entities.createQuery("select min(r.item) from " + entity + " r where r.jobId = :id", Long.class)
                .setParameter("id", id)
                .getSingleResult();
        if (first != null) {
            delete(entities, table, id, first + most);
        }
        return first != null;
    }

    /** Deletes the row of a job that has no other rows. */
    void deleteJob(String id) {
        transactions.run(entities -> lock(entities, id, job -> true).ifPresent(entities::remove));
    }
}
