package io.bouquet.jobs.jpa;

import io.bouquet.jobs.InputError;
import io.bouquet.jobs.InvalidJobException;
import io.bouquet.jobs.JobItem;
import io.bouquet.jobs.JobItems;
import io.bouquet.jobs.JobLimitException;
import io.bouquet.jobs.NewJob;
import io.bouquet.jobs.spi.JobKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javax.persistence.PersistenceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks and stores the documents of new jobs. Memory holds few documents at a time. Thread-safe. */
final class JobIntake {
    private static final Logger LOG = LoggerFactory.getLogger(JobIntake.class);
    private static final int MAX_KEY = 200;
    private static final int BATCH = 500;
    private static final int BATCH_CHARACTERS = 1_000_000;

    private final JobStore store;
    private final Kinds kinds;
    private final Limits limits;
    private final Runnable onDiscard;

    /**
     * Limits of new jobs.
     *
     * @param jobs      jobs of one account that have not ended
     * @param documents documents of one job
     * @param bytes     bytes of all documents of one job, as JSON in UTF-8
     */
    record Limits(int jobs, int documents, long bytes) {}

    /** @param isNew false if the key has created the job before */
    record Taken(StoredJob job, boolean isNew) {}

    /** @param onDiscard called when there are rows to delete */
    JobIntake(JobStore store, Kinds kinds, Limits limits, Runnable onDiscard) {
        this.store = store;
        this.kinds = kinds;
        this.limits = limits;
        this.onDiscard = onDiscard;
    }

    Taken take(NewJob job, JobItems items) throws IOException {
        checkKey(job.key());
        JobKind kind = kinds.find(job.kind()).orElseThrow(() -> unknownKind(job));
        Optional<StoredJob> before =
                job.key().isEmpty() ? Optional.empty() : store.find(job.account(), StoredJob.clientKey(job.key()));
        if (before.isPresent()) {
            // read, since other content is an error, but not stored
            Reading reading = new Reading(job, kind, limits, Batch::next);
            reading.run(items);
            return same(before.get(), reading.digest());
        }
        long open = store.open(job.account());
        if (open >= limits.jobs()) {
            throw new JobLimitException(
                    JobLimitException.Limit.JOBS,
                    "the account has " + open + " jobs that have not ended, the limit is " + limits.jobs()
                            + "; wait for one of them or cancel it");
        }
        String id = store.receive(job);
        boolean isPublished = false;
        try {
            Reading reading = new Reading(job, kind, limits, batch -> {
                store.add(id, batch.first(), batch.items());
                return batch.next();
            });
            reading.run(items);
            String digest = reading.digest();
            try {
                store.publish(id, job.key(), digest, reading.total());
            } catch (PersistenceException e) {
                // a request with the same key was faster
                StoredJob faster = store.find(job.account(), StoredJob.clientKey(job.key()))
                        .orElseThrow(() -> e);
                return same(faster, digest);
            }
            isPublished = true;
            return new Taken(store.get(id).orElseThrow(), true);
        } finally {
            if (!isPublished) {
                discard(id);
            }
        }
    }

    private static Taken same(StoredJob before, String digest) {
        if (!before.digest().equals(digest)) {
            throw new InvalidJobException(List.of(keyError("belongs to the job " + before.id()
                    + ", which has other content; choose another key for another job")));
        }
        return new Taken(before, false);
    }

    private static void checkKey(String key) {
        if (key.length() > MAX_KEY || !key.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new InvalidJobException(
                    List.of(keyError("must have at most " + MAX_KEY + " characters, all of them visible ASCII")));
        }
    }

    private static InputError keyError(String msg) {
        return new InputError("value_error", List.of("header", "Idempotency-Key"), msg);
    }

    private InvalidJobException unknownKind(NewJob job) {
        SortedSet<String> known = new TreeSet<>(kinds.byName().keySet());
        String expected = known.isEmpty() ? "none" : String.join(", ", known);
        return new InvalidJobException(List.of(new InputError(
                        "enum",
                        List.of("kind"),
                        "names the kind '" + shorten(job.kind()) + "', which is not installed; installed: " + expected,
                        shorten(job.kind()),
                        Map.of("expected", expected))
                .below(job.place())));
    }

    private static String shorten(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private void discard(String id) {
        try {
            store.hide(id, List.of(StoredJob.RECEIVING));
            onDiscard.run();
        } catch (RuntimeException e) {
            LOG.debug("The rows of the refused job {} are deleted later", id, e);
        }
    }

    /**
     * Documents that are stored in one transaction.
     *
     * @param first number of the first one
     * @param items JSON
     */
    private record Batch(long first, List<String> items) {
        Batch next() {
            return new Batch(first + items.size(), new ArrayList<>());
        }
    }

    /** One pass over the documents. */
    private static final class Reading {
        private final NewJob job;
        private final JobKind kind;
        private final Limits limits;
        private final UnaryOperator<Batch> sink;
        private final MessageDigest digest = sha256();
        private final List<InputError> errors = new ArrayList<>();
        private Batch batch = new Batch(0, new ArrayList<>());
        private int batchCharacters;
        private long total;
        private long bytes;

        Reading(NewJob job, JobKind kind, Limits limits, UnaryOperator<Batch> sink) {
            this.job = job;
            this.kind = kind;
            this.limits = limits;
            this.sink = sink;
        }

        void run(JobItems items) throws IOException {
            add(PlainJson.unstorable(job.parameters()), job.place());
            if (errors.isEmpty()) {
                add(kind.checkParameters(job.parameters()), job.place());
            }
            hash(job.kind());
            hash(JsonText.write(job.parameters()));
            for (Optional<JobItem> item = items.next(); item.isPresent(); item = items.next()) {
                read(item.get());
                if (errors.size() >= InvalidJobException.MAX_ERRORS) {
                    break;
                }
            }
            if (total == 0 && errors.isEmpty()) {
                errors.add(new InputError(
                        "too_short", List.of("body"), "must have at least 1 document", null, Map.of("min_length", 1)));
            }
            if (!errors.isEmpty()) {
                throw new InvalidJobException(
                        errors.subList(0, Math.min(errors.size(), InvalidJobException.MAX_ERRORS)));
            }
            flush();
        }

        private void read(JobItem item) {
            if (++total > limits.documents()) {
                throw new JobLimitException(
                        JobLimitException.Limit.SIZE,
                        "the job has more than " + limits.documents() + " documents, the limit; send it in parts");
            }
            InputError unreadable = item.error();
            if (unreadable != null) {
                add(List.of(unreadable), item.place());
            } else if (item.value() instanceof Map<?, ?> map) {
                read(item.place(), map);
            } else {
                add(List.of(new InputError("model_attributes_type", List.of(), "must be an object")), item.place());
            }
        }

        private void read(List<Object> place, Map<?, ?> map) {
            @SuppressWarnings("unchecked") // JSON has strings as keys
            Map<String, Object> value = (Map<String, Object>) map;
            List<InputError> unstorable = PlainJson.unstorable(value);
            add(unstorable.isEmpty() ? kind.checkItem(value) : unstorable, place);
            if (!errors.isEmpty()) {
                return;
            }
            String json = JsonText.write(value);
            bytes += hash(json);
            if (bytes > limits.bytes()) {
                throw new JobLimitException(
                        JobLimitException.Limit.SIZE,
                        "the documents have more than " + limits.bytes() + " bytes, the limit; send them in parts");
            }
            batch.items().add(json);
            batchCharacters += json.length();
            if (batch.items().size() >= BATCH || batchCharacters >= BATCH_CHARACTERS) {
                flush();
            }
        }

        private void flush() {
            if (!batch.items().isEmpty()) {
                batch = sink.apply(batch);
                batchCharacters = 0;
            }
        }

        private void add(List<InputError> more, List<Object> place) {
            more.forEach(error -> errors.add(error.below(place)));
        }

        /** Returns the number of bytes. */
        private int hash(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            digest.update(utf8);
            // no JSON and no name contains it
            digest.update((byte) '\n');
            return utf8.length;
        }

        String digest() {
            return HexFormat.of().formatHex(digest.digest());
        }

        long total() {
            return total;
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("each JVM has SHA-256", e);
            }
        }
    }
}
