package io.bouquet.tagging.engine;

import io.bouquet.common.Threads;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.UnknownLanguageException;
import io.bouquet.tagging.UnknownLayerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares candidates, from {@code NEW} to {@code READY} or {@code FAILED}. Two threads prepare two candidates at the
 * same time, so that one that hangs does not block all others.
 */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
    private static final int AT_ONCE = 2;
    private static final long WATCH_MILLIS = 20;
    /** Time for warm-up rounds over the samples before a version takes over: the JVM compiles frequently used code. */
    private static final Duration WARM_UP = Duration.ofMillis(300);

    private static final int ROUNDS = 50;
    /** Longest time to wait until all taggers of a bundle are registered. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final TaggerRegistry registry;
    private final Supplier<EngineLimits> limits;
    private final Supplier<Workers> workers;
    private final Deque<Candidate> waiting = new ArrayDeque<>();
    private final List<Candidate> withoutLayers = new ArrayList<>();
    private final Set<InstalledTagger> underWay = ConcurrentHashMap.newKeySet();
    private int running;
    private boolean closed;

    /** @param samples reads the gold samples; throws {@link IllegalArgumentException} if they are invalid */
    private record Candidate(InstalledTagger tagger, Supplier<GoldSamples> samples, boolean isWarm) {}

    /** A part of the preparation, which may fail, hang, or exceed a limit. */
    private interface Stage {
        void run() throws Exception;
    }

    /** Signals that a candidate was rejected. The message says why. */
    private static final class RejectedException extends Exception {
        private static final long serialVersionUID = 1L;

        RejectedException(String message) {
            super(message);
        }
    }

    /** @param registry creates trial generations, and is told when a candidate is ready or has failed */
    Preparation(TaggerRegistry registry, Supplier<EngineLimits> limits, Supplier<Workers> workers) {
        this.registry = registry;
        this.limits = limits;
        this.workers = workers;
    }

    synchronized void add(InstalledTagger tagger, Supplier<GoldSamples> samples) {
        enqueue(new Candidate(tagger, samples, false));
    }

    private synchronized void enqueue(Candidate candidate) {
        if (closed) {
            return;
        }
        waiting.add(candidate);
        if (running < AT_ONCE) {
            running++;
            Threads.daemon("bouquet-candidates-" + running, this::work).start();
        }
    }

    /** Retries candidates whose samples need layers that were missing. */
    synchronized void retry() {
        List<Candidate> again = List.copyOf(withoutLayers);
        withoutLayers.clear();
        again.forEach(this::enqueue);
    }

    /** Removes a candidate. If it is being prepared, it is interrupted without a log message. */
    synchronized void remove(InstalledTagger tagger) {
        underWay.remove(tagger);
        waiting.removeIf(candidate -> candidate.tagger().equals(tagger));
        withoutLayers.removeIf(candidate -> candidate.tagger().equals(tagger));
    }

    synchronized void close() {
        closed = true;
        underWay.clear();
        waiting.clear();
        withoutLayers.clear();
    }

    private synchronized @Nullable Candidate next() {
        Candidate next = waiting.poll();
        if (next == null) {
            running--;
        } else {
            underWay.add(next.tagger());
        }
        return next;
    }

    private void work() {
        for (Candidate candidate = next(); candidate != null; candidate = next()) {
            InstalledTagger tagger = candidate.tagger();
            try {
                prepare(candidate);
            } catch (RejectedException rejected) {
                fail(tagger, String.valueOf(rejected.getMessage()));
            } catch (RuntimeException | Error unexpected) {
                // even an error rejects only this candidate, because later ones need the thread
                LOG.error("candidate {} could not be prepared", tagger, unexpected);
                fail(tagger, unexpected.toString());
            } finally {
                underWay.remove(tagger);
            }
        }
    }

    private void fail(InstalledTagger tagger, String reason) {
        if (!underWay.contains(tagger)) {
            return; // the tagger was removed
        }
        LOG.warn(
                "tagger {} of bundle {} [{}] never serves: {}",
                tagger,
                tagger.declaration().bundle(),
                tagger.declaration().bundleId(),
                reason);
        tagger.progress(new InstalledTagger.Progress(
                State.FAILED, Instant.now(), reason, tagger.progress().check()));
        registry.progressed();
    }

    private void prepare(Candidate candidate) throws RejectedException {
        InstalledTagger tagger = candidate.tagger();
        if (!candidate.isWarm()) {
            awaitSiblings(tagger);
            enter(tagger, State.LOADING);
            within(tagger, "loading", tagger.tagger()::load);
            enter(tagger, State.WARMING);
            within(tagger, "warming up", tagger.tagger()::warmUp);
        }
        GoldSamples samples;
        try {
            samples = candidate.samples().get();
            samples.requireThatItMakes(tagger.declaration());
        } catch (IllegalArgumentException wrong) {
            throw new RejectedException("its gold samples cannot be used: " + wrong.getMessage());
        }
        if (samples.isEmpty()) {
            ready(tagger, Optional.empty());
            return;
        }
        Generation trial = registry.trial(tagger);
        try {
            tryOut(tagger, samples, trial);
        } finally {
            trial.leave();
        }
    }

    private void tryOut(InstalledTagger tagger, GoldSamples samples, Generation trial) throws RejectedException {
        Optional<String> missing = missing(tagger, samples, trial);
        if (missing.isPresent()) {
            tagger.progress(new InstalledTagger.Progress(
                    State.WAITING, Instant.now(), "its samples wait: " + missing.get(), Optional.empty()));
            synchronized (this) {
                withoutLayers.add(new Candidate(tagger, () -> samples, true));
            }
            Generation now = registry.trial(tagger);
            try {
                if (missing(tagger, samples, now).isEmpty()) {
                    retry(); // the layers came in between
                }
            } finally {
                now.leave();
            }
            return;
        }
        enter(tagger, State.CHECKING);
        TaggerInfo.Check[] check = new TaggerInfo.Check[1];
        within(tagger, "its check", () -> check[0] = check(tagger, samples, trial));
        TaggerInfo.Check done = check[0];
        if (done.score() < done.threshold()) {
            tagger.progress(new InstalledTagger.Progress(State.CHECKING, Instant.now(), "", Optional.of(done)));
            throw new RejectedException(String.format(
                    Locale.ROOT,
                    "its gold samples score F1 %.3f of %d samples, below the threshold %.3f",
                    done.score(),
                    done.samples(),
                    done.threshold()));
        }
        ready(tagger, Optional.of(done));
    }

    /**
     * Returns which missing layer the samples need; empty if none. The layer may still come: during the start, the
     * models of some languages are registered before those of others.
     */
    private Optional<String> missing(InstalledTagger tagger, GoldSamples samples, Generation trial) {
        if (!trial.serves(tagger)) {
            return Optional.of(trial.taggers().stream()
                    .filter(info -> info.state() == State.WAITING
                            && info.name().equals(tagger.name())
                            && info.version().equals(tagger.version()))
                    .map(TaggerInfo::reason)
                    .findFirst()
                    .orElse("a required layer is missing"));
        }
        List<String> languages = tagger.declaration().languages();
        for (GoldSamples.Sample sample : samples.samples()) {
            try {
                run(tagger, sample, trial);
            } catch (UnknownLayerException | UnknownLanguageException unknown) {
                if (languages.isEmpty() || languages.contains(language(tagger, sample))) {
                    return Optional.of(String.valueOf(unknown.getMessage()));
                }
                // the sample is in a foreign language: the check will report that
            }
        }
        return Optional.empty();
    }

    /** Returns a run that is planned but not started. */
    private PipelineRun run(InstalledTagger tagger, GoldSamples.Sample sample, Generation trial) {
        AnnotationRequest request =
                new AnnotationRequest(sample.text(), List.copyOf(sample.layers().keySet()), language(tagger, sample));
        return new PipelineRun(trial, request, limits.get(), workers.get(), new Shadows());
    }

    private void awaitSiblings(InstalledTagger tagger) {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        while (!registry.isComplete(tagger) && underWay.contains(tagger) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private void enter(InstalledTagger tagger, State state) {
        tagger.progress(InstalledTagger.Progress.now(state));
    }

    private void ready(InstalledTagger tagger, Optional<TaggerInfo.Check> check) {
        tagger.progress(new InstalledTagger.Progress(State.READY, Instant.now(), "", check));
        registry.progressed();
    }

    private TaggerInfo.Check check(InstalledTagger tagger, GoldSamples samples, Generation trial)
            throws RejectedException {
        List<Layers> made = annotate(tagger, samples, trial);
        if (registry.takesOver(tagger)) {
            long until = System.nanoTime() + WARM_UP.toNanos();
            for (int round = 0; round < ROUNDS && System.nanoTime() - until < 0; round++) {
                annotate(tagger, samples, trial);
            }
        }
        return new TaggerInfo.Check(samples.samples().size(), samples.score(made), samples.threshold());
    }

    private List<Layers> annotate(InstalledTagger tagger, GoldSamples samples, Generation trial)
            throws RejectedException {
        List<Layers> made = new ArrayList<>();
        for (GoldSamples.Sample sample : samples.samples()) {
            PipelineRun run = run(tagger, sample, trial);
            run.run();
            AnnotationResult result = run.await();
            if (result == null) {
                throw new RejectedException("its samples found no thread");
            }
            for (LayerError error : result.errors()) {
                throw new RejectedException("it fails on its gold sample '" + sample.text() + "': layer '"
                        + error.layer() + "': " + error.message());
            }
            made.add(result.layers());
        }
        return made;
    }

    private static String language(InstalledTagger tagger, GoldSamples.Sample sample) {
        List<String> languages = tagger.declaration().languages();
        return sample.language().isEmpty() && !languages.isEmpty() ? languages.get(0) : sample.language();
    }

    /** Runs {@code stage} on a separate thread, within the limits for candidates. */
    private void within(InstalledTagger tagger, String what, Stage stage) throws RejectedException {
        EngineLimits bounds = limits.get();
        CountDownLatch done = new CountDownLatch(1);
        Throwable[] trouble = new Throwable[1];
        Thread thread = Threads.daemon("bouquet-candidate-" + tagger.name(), () -> {
            try {
                stage.run();
            } catch (Throwable anything) {
                // a plugin may throw any error, even LinkageError or OutOfMemoryError
                trouble[0] = anything;
            } finally {
                done.countDown();
            }
        });
        thread.setPriority(Thread.MIN_PRIORITY);
        long deadline = System.nanoTime() + bounds.candidateTime().toNanos();
        thread.start();
        try {
            while (!done.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!underWay.contains(tagger)) {
                    thread.interrupt();
                    throw new RejectedException(what + " was cancelled because the tagger was removed");
                }
                if (System.nanoTime() - deadline > 0) {
                    thread.interrupt();
                    throw new RejectedException(what + " did not end within "
                            + bounds.candidateTime().toSeconds() + " s");
                }
                if (Allocation.bytesOf(thread) > bounds.candidateBytes()) {
                    thread.interrupt();
                    throw new RejectedException(
                            what + " allocated more than " + (bounds.candidateBytes() >> 20) + " MiB");
                }
            }
        } catch (InterruptedException stop) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new RejectedException(what + " was interrupted");
        }
        Throwable thrown = trouble[0];
        if (thrown instanceof RejectedException rejected) {
            throw rejected;
        }
        if (thrown != null) {
            LOG.debug("{} of candidate {} failed", what, tagger, thrown);
            throw new RejectedException(what + " failed: " + PipelineRun.message(thrown));
        }
    }
}
