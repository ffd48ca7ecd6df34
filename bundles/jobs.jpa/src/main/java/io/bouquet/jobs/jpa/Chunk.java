package io.bouquet.jobs.jpa;

import io.bouquet.jobs.JobResult;
import io.bouquet.jobs.jpa.JobStore.Item;
import io.bouquet.jobs.spi.ItemException;
import io.bouquet.jobs.spi.ItemProcessor;
import io.bouquet.jobs.spi.JobKind;
import io.bouquet.jobs.spi.NotReadyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The next documents of a job, processed one after the other on a thread that ends with them: a longer-lived thread could
 * keep thread-locals of a plugin. Thread-safe.
 */
final class Chunk implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Chunk.class);
    private static final String REPLACED = "the kind, which is being replaced or removed";
    private static final int KIND_FAILED_SECONDS = 10;
    private static final int KIND_HANGS_SECONDS = 60;

    private final String job;
    private final JobKind kind;
    private final Map<String, Object> parameters;
    private final List<Item> items;
    private final long budgetNanos;
    private final BooleanSupplier kindIsThere;
    private final CountDownLatch ended = new CountDownLatch(1);

    private final List<JobResult> results = new ArrayList<>();
    private int failed;
    private @Nullable NotReadyException notReady;
    private @Nullable String failure;
    private boolean isClosed;
    private boolean isTimedOut;
    private @Nullable Item current;
    private long itemBegan = System.nanoTime();

    /**
     * @param budget      time after which no further document is begun, so that progress is stored often
     * @param kindIsThere whether the kind is still installed
     */
    Chunk(
            String job,
            JobKind kind,
            Map<String, Object> parameters,
            List<Item> items,
            Duration budget,
            BooleanSupplier kindIsThere) {
        this.job = job;
        this.kind = kind;
        this.parameters = parameters;
        this.items = items;
        this.budgetNanos = budget.toNanos();
        this.kindIsThere = kindIsThere;
    }

    /**
     * What came of it.
     *
     * @param results of the first documents, without gaps
     * @param failed  how many of them are errors
     * @param notReady why the job must wait; null if it need not
     * @param failure why the job cannot go on; null if it can
     */
    record Outcome(
            List<JobResult> results,
            int failed,
            @Nullable NotReadyException notReady,
            @Nullable String failure) {}

    @Override
    public void run() {
        try {
            process();
        } catch (NotReadyException e) {
            waitFor(e);
        } catch (RuntimeException | Error e) {
            if (kindIsThere.getAsBoolean()) {
                LOG.warn("The kind of the job {} failed; the job tries again", job, e);
                waitFor(new NotReadyException("the kind, which failed; the log says why", KIND_FAILED_SECONDS));
            } else {
                LOG.debug("The kind of the job {} was removed", job, e);
                waitFor(new NotReadyException(REPLACED, 1));
            }
        } finally {
            ended.countDown();
        }
    }

    private void process() {
        long began = System.nanoTime();
        ItemProcessor opened;
        try {
            opened = kind.open(parameters);
        } catch (IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()));
            return;
        }
        try (ItemProcessor processor = opened) {
            for (Item item : items) {
                if (System.nanoTime() - began > budgetNanos || !begin(item) || !process(processor, item)) {
                    return;
                }
            }
        }
    }

    /** Returns false if no further document should be processed. */
    private boolean process(ItemProcessor processor, Item item) {
        try {
            add(item, "result", processor.process(item.value()));
            return true;
        } catch (NotReadyException e) {
            waitFor(e);
            return false;
        } catch (ItemException e) {
            addError(item, e.type(), String.valueOf(e.getMessage()));
            return true;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (!kindIsThere.getAsBoolean()) {
                // its services have gone before it: the next one processes this document
                LOG.debug("The kind of the job {} was removed", job, e);
                waitFor(new NotReadyException(REPLACED, 1));
                return false;
            }
            addFailure(item, e);
            return true;
        }
    }

    private synchronized void addFailure(Item item, Throwable e) {
        if (isClosed) {
            return;
        }
        if (isTimedOut) {
            addTimeOut(item);
            return;
        }
        if (failed == 0) {
            LOG.warn("A document of the job {} failed: number {}", job, item.item(), e);
        } else {
            LOG.debug("A document of the job {} failed: number {}", job, item.item(), e);
        }
        addError(item, "failed", "the kind failed on this document; the log says why");
    }

    private void addTimeOut(Item item) {
        addError(item, "timed_out", "took longer than the time limit of a document");
    }

    private void addError(Item item, String type, String msg) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", type);
        error.put("msg", msg);
        synchronized (this) {
            if (!isClosed) {
                failed++;
                add(item, "error", error);
            }
        }
    }

    private void add(Item item, String member, Map<String, ?> value) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("index", item.item());
        Object id = item.value().get("id");
        if (id instanceof String || id instanceof Number) {
            whole.put("id", id);
        }
        whole.put(member, value);
        String json = JsonText.write(whole);
        synchronized (this) {
            if (!isClosed) {
                results.add(new JobResult(item.item(), json));
                current = null;
            }
        }
    }

    /** Returns false if the chunk was stopped. */
    private synchronized boolean begin(Item item) {
        if (isClosed || isTimedOut) {
            return false;
        }
        current = item;
        itemBegan = System.nanoTime();
        return true;
    }

    private synchronized void waitFor(NotReadyException why) {
        if (!isClosed) {
            notReady = why;
        }
    }

    private synchronized void fail(String why) {
        if (!isClosed) {
            failure = why;
        }
    }

    /** Returns whether the chunk has ended. */
    boolean await(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the time for which the current document has been processed. */
    synchronized Duration ofItem() {
        return Duration.ofNanos(System.nanoTime() - itemBegan);
    }

    /** Makes a failure of the current document count as a time-out; no further document is begun. */
    synchronized void timeOut() {
        isTimedOut = true;
    }

    /** Returns what came of it so far; what comes later is ignored. */
    synchronized Outcome close() {
        Item hanging = current;
        if (isTimedOut && hanging != null) {
            addTimeOut(hanging);
        } else if (isTimedOut && results.isEmpty()) {
            notReady = new NotReadyException("the kind, which takes too long to begin", KIND_HANGS_SECONDS);
        }
        isClosed = true;
        return new Outcome(List.copyOf(results), failed, notReady, failure);
    }
}
