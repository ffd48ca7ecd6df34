package io.bouquet.jobs.jpa;

import io.bouquet.jobs.JobState;
import javax.persistence.Basic;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Lob;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A job. {@link JobStore} locks its row before it reads and changes it: workers, callers and other nodes on the same
 * database change it at the same time.
 */
@Entity
@Table(name = "JOB")
public class StoredJob {
    /** A job whose documents are being received; nobody sees it. */
    static final String RECEIVING = "receiving";

    /** A job whose rows are being deleted; nobody sees it. */
    static final String DELETED = "deleted";

    private static final int MAX_NOTE = 500;

    @Id
    @Column(name = "ID")
    private String id = "";

    @Column(name = "ACCOUNT")
    private String account = "";

    @Column(name = "KIND")
    private String kind = "";

    @Lob
    @Basic
    @Column(name = "PARAMETERS")
    private String parameters = "";

    @Column(name = "STATE")
    private String state = RECEIVING;

    @Column(name = "NOTE")
    private String note = "";

    @Column(name = "TOTAL")
    private long total;

    @Column(name = "DONE")
    private long done;

    @Column(name = "FAILED")
    private long failed;

    @Column(name = "CREATED")
    private long created;

    @Column(name = "STARTED")
    private @Nullable Long started;

    @Column(name = "ENDED")
    private @Nullable Long ended;

    @Column(name = "RATE")
    private double rate;

    @Column(name = "TURN")
    private long turn;

    @Column(name = "RUNNER")
    private String runner = "";

    @Column(name = "CLAIMED_UNTIL")
    private long claimedUntil;

    @Column(name = "ATTEMPTS")
    private int attempts;

    @Column(name = "REQUEST_KEY")
    private String requestKey = "";

    @Column(name = "DIGEST")
    private String digest = "";

    protected StoredJob() {}

    /**
     * A job that receives its documents.
     *
     * @param parameters   JSON
     * @param created      milliseconds since 1970
     * @param claimedUntil after that it counts as abandoned
     */
    StoredJob(String id, String account, String kind, String parameters, long created, long claimedUntil) {
        this.id = id;
        this.account = account;
        this.kind = kind;
        this.parameters = parameters;
        this.created = created;
        this.claimedUntil = claimedUntil;
        this.requestKey = ownKey(id);
    }

    /** A value for the column of the key that no client can send. */
    static String ownKey(String id) {
        return "id:" + id;
    }

    /** A client's key in the column. */
    static String clientKey(String key) {
        return "key:" + key;
    }

    boolean isReceiving() {
        return state.equals(RECEIVING);
    }

    /** Whether it has not ended. */
    boolean isOpen() {
        return state.equals(JobState.QUEUED.wireName()) || state.equals(JobState.RUNNING.wireName());
    }

    boolean isClaimedBy(String worker) {
        return state.equals(JobState.RUNNING.wireName()) && runner.equals(worker);
    }

    boolean isClaimable(long now) {
        return isOpen() && claimedUntil < now;
    }

    /** Makes the claim, or the time for which it may receive documents, last until then. */
    void renew(long until) {
        claimedUntil = until;
    }

    /**
     * Queues a job that has received its documents.
     *
     * @param key an idempotency key; the empty string for none
     */
    void publish(String key, String itsDigest, long documents, long now) {
        state = JobState.QUEUED.wireName();
        requestKey = key.isEmpty() ? ownKey(id) : clientKey(key);
        digest = itsDigest;
        total = documents;
        created = now;
        turn = now;
        claimedUntil = 0;
    }

    void claim(String worker, long now, long until) {
        state = JobState.RUNNING.wireName();
        runner = worker;
        claimedUntil = until;
        attempts++;
        if (started == null) {
            started = now;
        }
    }

    /**
     * Ends a claim without results.
     *
     * @param waitsFor what it waits for
     * @param until    when it may be claimed again
     */
    void release(String waitsFor, long now, long until) {
        note = shorten(waitsFor);
        turn = now;
        claimedUntil = until;
        attempts = 0;
    }

    /**
     * Ends a claim with results.
     *
     * @param results number of results
     * @param errors  number of errors among them
     */
    void progress(int results, int errors, double perSecond, long now) {
        done += results - errors;
        failed += errors;
        rate = perSecond;
        release("", now, 0);
        if (done + failed == total) {
            end(JobState.DONE, "", now);
        }
    }

    void end(JobState ended, String reason, long now) {
        state = ended.wireName();
        note = shorten(reason);
        this.ended = now;
    }

    /** Hides it until its rows are deleted, and frees its key. */
    void hide() {
        state = DELETED;
        requestKey = ownKey(id);
    }

    private static String shorten(String text) {
        return text.length() <= MAX_NOTE ? text : text.substring(0, MAX_NOTE - 1) + "…";
    }

    String id() {
        return id;
    }

    String account() {
        return account;
    }

    String kind() {
        return kind;
    }

    /** JSON. */
    String parameters() {
        return parameters;
    }

    String state() {
        return state;
    }

    String note() {
        return note;
    }

    long total() {
        return total;
    }

    long done() {
        return done;
    }

    long failed() {
        return failed;
    }

    /** Milliseconds since 1970. */
    long created() {
        return created;
    }

    @Nullable
    Long started() {
        return started;
    }

    @Nullable
    Long ended() {
        return ended;
    }

    /** Documents per second. */
    double rate() {
        return rate;
    }

    long turn() {
        return turn;
    }

    int attempts() {
        return attempts;
    }

    String digest() {
        return digest;
    }
}
