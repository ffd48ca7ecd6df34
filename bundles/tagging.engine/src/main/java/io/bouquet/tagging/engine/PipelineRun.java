package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.LayerError.Type;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.TaggerInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One text on its way through one generation. Workers {@link #run()} it, one or several at once; whoever asked waits
 * in {@link #await()} and takes what is there when the time is up.
 */
final class PipelineRun implements Runnable {
    private static final int MESSAGE_LENGTH = 300;
    /** How often a run is looked at that is not done; most are done before the first time. */
    private static final long WATCH = TimeUnit.MILLISECONDS.toNanos(50);
    /** A tagger that takes longer for one text no longer counts among the threads, so that quick ones need not wait. */
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(100);

    /** The generation that the tagger runs for which this thread is in: what it asks the broker is of the same. */
    private static final ThreadLocal<@Nullable Generation> INSIDE = new ThreadLocal<>();

    private final Generation generation;
    private final Plans plans;
    private final Shadows shadows;
    private final AnnotationRequest request;
    private final Limits limits;
    private final Workers workers;
    private final boolean sideBySide;
    private final CountDownLatch done = new CountDownLatch(1);

    // all below is guarded by this
    private Plan plan;
    private boolean detecting;
    private Turn[] turns;
    private int running;
    private boolean started;
    private boolean closed;
    private Generation.@Nullable Ghost ghost;
    /** Found suspended since the lock was taken; null where none was. */
    private @Nullable List<InstalledTagger> suspended;

    private Layers layers = Layers.none();
    private final Map<String, LayerError> failed = new HashMap<>();
    private final SortedMap<String, String> versions = new TreeMap<>();
    private final Map<String, Long> microseconds = new LinkedHashMap<>();

    /** A step and the thread that is at it. */
    private static final class Turn {
        private final Step step;
        private boolean taken;
        private @Nullable Thread thread;
        private long since;
        private long bytes = -1;
        /** When it was first found without a free permit; 0 where it never was. */
        private long parkedSince;
        /** What the tagger had done well by then. */
        private long successesThen;
        /** Another thread is there in place of this one's. */
        private boolean replaced;

        Turn(Step step) {
            this.step = step;
        }
    }

    /** @param generation that the caller holds until it has the result */
    PipelineRun(Generation generation, AnnotationRequest request, Limits limits, Workers workers, Shadows shadows) {
        this.generation = generation;
        this.shadows = shadows;
        plans = generation.hasCanaries()
                ? generation.plans(request.key().isEmpty() ? request.text() : request.key())
                : generation.plans();
        this.request = request;
        this.limits = limits;
        this.workers = workers;
        sideBySide = request.text().length() >= limits.sideBySideFrom();
        if (request.language().isEmpty()) {
            plans.check(request.layers());
            detecting = plans.detection().isPresent();
            plan = plans.detection().orElseGet(() -> plans.planDetected("", request.layers()));
        } else {
            plan = plans.plan(request.language(), request.layers());
        }
        turns = turns(plan);
        ghost = generation.ghostIn(plan).orElse(null);
    }

    /** A text from this length on may itself be why a tagger takes too much for it, in UTF-16 units. */
    private static final int LONG_TEXT = 10_000;

    /** The generation of the run in which the current thread is inside a tagger; null where it is in none. */
    static @Nullable Generation inside() {
        return INSIDE.get();
    }

    /** The tagger that this cannot do without and that is not there; it has done nothing that counts then. */
    synchronized Generation.@Nullable Ghost ghost() {
        return ghost;
    }

    @Override
    public void run() {
        for (Turn turn = next(); turn != null; turn = next()) {
            perform(turn);
        }
    }

    private @Nullable Turn next() {
        List<InstalledTagger> leftAlone;
        Turn next;
        synchronized (this) {
            next = take();
            leftAlone = suspended;
            suspended = null;
        }
        // outside of the lock: it takes that of another run
        if (leftAlone != null) {
            leftAlone.forEach(this::resumeNext);
        }
        return next;
    }

    /** The next step that may run now; null where there is none for this thread. */
    private @Nullable Turn take() {
        started = true;
        while (!closed) {
            Turn next = null;
            int ready = 0;
            boolean parked = false;
            for (Turn turn : turns) {
                if (!turn.taken && isSettled(turn.step.requires())) {
                    if (skip(turn)) {
                        continue;
                    }
                    if (next != null) {
                        ready++;
                        continue;
                    }
                    switch (enter(turn.step.tagger())) {
                        case ENTERED -> {
                            ready++;
                            next = turn;
                        }
                        case PARKED -> {
                            parked = true;
                            if (turn.parkedSince == 0) {
                                turn.parkedSince = System.nanoTime();
                                turn.successesThen = turn.step.tagger().successes();
                            }
                        }
                        case SUSPENDED -> {
                            turn.taken = true;
                            passOn(turn.step.tagger());
                            fail(
                                    turn.step,
                                    Type.SUSPENDED,
                                    turn.step.tagger().circuit().reason());
                        }
                    }
                }
            }
            if (next != null) {
                next.taken = true;
                next.since = System.nanoTime();
                next.thread = Thread.currentThread();
                next.step.tagger().called();
                versions.put(next.step.name(), next.step.tagger().declaration().version());
                running++;
                for (int more = 1; sideBySide && more < ready; more++) {
                    // where the queue is full these threads do it one after the other
                    workers.offer(this);
                }
                return next;
            }
            if (running > 0 || parked) {
                return null; // whoever runs goes on with it, or whoever gives a permit back
            }
            if (!detecting) {
                closed = true;
                done.countDown();
                return null;
            }
            detecting = false;
            plan = plans.planDetected(detectedLanguage(), request.layers());
            turns = turns(plan);
            ghost = generation.ghostIn(plan).orElse(null);
            if (ghost != null) {
                closed = true;
                done.countDown();
            }
        }
        return null;
    }

    private enum Entry {
        ENTERED,
        PARKED,
        SUSPENDED
    }

    /** A tagger that is left alone is not waited for either: those that hang may hold all permits. */
    private Entry enter(InstalledTagger tagger) {
        TaggerInfo.Circuit circuit = tagger.circuit().state();
        if (circuit == TaggerInfo.Circuit.OPEN) {
            return Entry.SUSPENDED;
        }
        if (!tagger.permits().enter(this, limits.concurrency())) {
            return circuit == TaggerInfo.Circuit.CLOSED ? Entry.PARKED : Entry.SUSPENDED;
        }
        if (tagger.circuit().enter()) {
            return Entry.ENTERED;
        }
        tagger.permits().leave();
        return Entry.SUSPENDED;
    }

    /** The wake-up that this run does not need, since it does not wait for a permit, is for whoever is parked next. */
    private void passOn(InstalledTagger tagger) {
        if (suspended == null) {
            suspended = new ArrayList<>();
        }
        suspended.add(tagger);
    }

    private boolean isSettled(List<String> names) {
        for (String layer : names) {
            if (!layers.has(layer) && !failed.containsKey(layer)) {
                return false;
            }
        }
        return true;
    }

    /** Steps over one whose layers are there already, or cannot come. */
    private boolean skip(Turn turn) {
        if (isSettled(turn.step.keeps())) {
            turn.taken = true;
            return true;
        }
        for (String layer : turn.step.requires()) {
            LayerError cause = failed.get(layer);
            if (cause != null) {
                turn.taken = true;
                fail(turn.step, Type.SKIPPED, "requires '" + layer + "', which is not there: " + cause.message());
                return true;
            }
        }
        return false;
    }

    private void perform(Turn turn) {
        Step step = turn.step;
        AnnotatedText text = input(step);
        Layers made = Layers.none();
        Throwable trouble = null;
        Generation outer = INSIDE.get();
        INSIDE.set(generation);
        long begin = System.nanoTime();
        try {
            made = step.perform(text);
        } catch (Throwable anything) {
            // whatever a plugin throws, LinkageError and OutOfMemoryError included, costs its own layers only
            trouble = anything;
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
        if (outer == null) {
            INSIDE.remove();
        } else {
            INSIDE.set(outer);
        }
        boolean late = settle(turn, made, trouble, micros);
        handBack(step);
        if (late) {
            return;
        }
        if (trouble != null) {
            step.tagger().failed();
            boolean ours = trouble instanceof InvalidLayersException;
            step.tagger().troubles().warn(message(trouble), ours ? null : trouble);
        } else {
            step.tagger().succeeded();
            if (!generation.shadowed().isEmpty()) {
                shadow(step, text, made, micros);
            }
        }
    }

    /** Gives the permit back, and has the run go on that waits for it. */
    private void handBack(Step step) {
        step.tagger().permits().leave();
        resumeNext(step.tagger());
    }

    private void resumeNext(InstalledTagger tagger) {
        Permits permits = tagger.permits();
        for (PipelineRun next = permits.next(); next != null; next = permits.next()) {
            if (next.isIn(tagger)) {
                workers.resume(next);
                return;
            }
        }
    }

    /** Whether it still has to come to {@code tagger}. */
    private synchronized boolean isIn(InstalledTagger tagger) {
        if (!closed) {
            for (Turn turn : turns) {
                if (!turn.taken && turn.step.tagger().equals(tagger)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void shadow(Step step, AnnotatedText text, Layers made, long micros) {
        Generation.Shadowed pair = generation.shadowed().get(step.name());
        if (pair != null && pair.main().equals(step.tagger())) {
            shadows.offer(pair, new AnnotatedText(text.text(), text.language(), there(pair.candidate())), made, micros);
        }
    }

    private synchronized Layers there(InstalledTagger candidate) {
        List<String> required = candidate.declaration().requires();
        return layers.names().containsAll(required) ? layers.only(required) : Layers.none();
    }

    private synchronized AnnotatedText input(Step step) {
        Layers required = step.requires().isEmpty() ? Layers.none() : layers.only(step.requires());
        return new AnnotatedText(request.text(), plan.language(), required);
    }

    /** True where nobody waits for it any more. */
    private synchronized boolean settle(Turn turn, Layers made, @Nullable Throwable trouble, long micros) {
        boolean late = closed || turn.thread == null;
        if (turn.thread != null) {
            turn.thread = null;
            running--;
        }
        if (turn.replaced) {
            workers.returned();
        }
        if (late) {
            // the interrupt was for this text and must not meet the next one
            Thread.interrupted();
            return true;
        }
        microseconds.put(turn.step.name(), micros);
        if (trouble == null) {
            layers = layers.with(made);
        } else {
            Type type = trouble instanceof InvalidLayersException ? Type.INVALID : Type.FAILED;
            fail(turn.step, type, message(trouble));
        }
        return false;
    }

    private void fail(Step step, Type type, String message) {
        for (String layer : step.keeps()) {
            failed.put(layer, new LayerError(layer, step.name(), type, message));
        }
    }

    /** Waits until all is done or the time is up; null where the time was up before a worker was free. */
    @Nullable
    AnnotationResult await() {
        long deadline = System.nanoTime() + limits.time().toNanos();
        try {
            while (!done.await(Math.min(WATCH, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                if (deadline - System.nanoTime() <= 0) {
                    close("not done within " + seconds(limits.time()) + " s");
                    break;
                }
                watch();
            }
        } catch (InterruptedException stop) {
            close("whoever asked was interrupted");
            Thread.currentThread().interrupt();
        }
        return result();
    }

    /** Takes the text away from taggers that take too long for it, or too much. */
    private synchronized void watch() {
        for (Turn turn : turns) {
            Thread thread = turn.thread;
            if (thread == null || closed) {
                continue;
            }
            if (System.nanoTime() - turn.since > SLOW) {
                replace(turn);
            }
            long allocated = Allocation.bytesOf(thread);
            if (turn.bytes < 0) {
                turn.bytes = allocated;
            }
            if (System.nanoTime() - turn.since > limits.taggerTime().toNanos()) {
                abandon(turn, Type.TIMED_OUT, "not done within " + seconds(limits.taggerTime()) + " s");
            } else if (allocated - turn.bytes > limits.taggerBytes()) {
                boolean isLong = request.text().length() >= LONG_TEXT;
                abandon(
                        turn,
                        isLong ? Type.TOO_LARGE : Type.FAILED,
                        "allocated more than " + (limits.taggerBytes() >> 20) + " MiB for one text"
                                + (isLong ? "; send it in parts" : ""));
            }
        }
    }

    /**
     * Its thread is not waited for; what does not need its layers goes on. That a long text takes too much says nothing
     * against the tagger: nobody can have it suspended for all others by such texts.
     */
    private void abandon(Turn turn, Type type, String why) {
        interrupt(turn, why, type != Type.TOO_LARGE);
        running--;
        fail(turn.step, type, why);
        workers.resume(this);
    }

    /** Texts that need other taggers do not wait for those that this one keeps. */
    private void replace(Turn turn) {
        if (!turn.replaced) {
            turn.replaced = true;
            workers.lost();
        }
    }

    private void interrupt(Turn turn, String why, boolean isFailure) {
        replace(turn);
        if (turn.thread != null) {
            turn.thread.interrupt();
            turn.thread = null;
        }
        if (isFailure) {
            turn.step.tagger().failed();
            turn.step.tagger().troubles().warn(why, null);
        }
    }

    /** Takes the text away from its workers: what is done by now is done. */
    private synchronized void close(String why) {
        if (closed) {
            return;
        }
        closed = true;
        for (Turn turn : turns) {
            boolean inside = turn.thread != null;
            if (inside) {
                interrupt(turn, why, isMostOfTheTime(turn.since));
            } else if (started && !turn.taken && isSettled(turn.step.requires())) {
                turn.step.tagger().permits().remove(this);
                if (waitedInVain(turn)) {
                    turn.step.tagger().failed();
                }
            }
            if (inside || !turn.taken) {
                if (!isSettled(turn.step.requires()) || !skip(turn)) {
                    fail(turn.step, Type.TIMED_OUT, why);
                }
            }
        }
        done.countDown();
    }

    /**
     * Whether the tagger is not well, since it has not done one text in all the time that this one waited for a permit.
     * One that does its texts is well, and this one came too late: that many ask is not the tagger's fault.
     */
    private boolean waitedInVain(Turn turn) {
        return turn.parkedSince != 0
                && isMostOfTheTime(turn.parkedSince)
                && turn.step.tagger().successes() == turn.successesThen;
    }

    /** Whether what began then has had half or more of the time of a text; what came late is not to blame for the end. */
    private boolean isMostOfTheTime(long since) {
        return 2 * (System.nanoTime() - since) >= limits.time().toNanos();
    }

    synchronized @Nullable AnnotationResult result() {
        if (!started) {
            return null;
        }
        // where the time was up while the language was being found out, nothing that was asked for is there
        List<String> wanted = detecting && !request.layers().isEmpty() ? request.layers() : plan.layers();
        List<LayerError> errors = new ArrayList<>(plan.unavailable());
        for (String layer : wanted) {
            LayerError error = failed.get(layer);
            if (error != null) {
                errors.add(error);
            } else if (!layers.has(layer)) {
                errors.add(new LayerError(layer, "", Type.TIMED_OUT, "the time was up before the language was known"));
            }
        }
        return new AnnotationResult(
                plan.language(),
                layers.only(wanted),
                errors,
                generation.id(),
                Collections.unmodifiableSortedMap(versions),
                Collections.unmodifiableMap(microseconds));
    }

    private String detectedLanguage() {
        return layers.get(Layers.LANGUAGE).stream()
                .findFirst()
                .map(plans::likeliestLanguage)
                .orElse("");
    }

    private static String seconds(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
    }

    private static Turn[] turns(Plan plan) {
        Turn[] turns = new Turn[plan.steps().size()];
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new Turn(plan.steps().get(i));
        }
        return turns;
    }

    /** Class and message; the exception is a plugin's, so even asking it may fail. */
    static String message(Throwable trouble) {
        if (trouble instanceof InvalidLayersException invalid) {
            return String.valueOf(invalid.getMessage());
        }
        String message;
        try {
            message = trouble.getMessage();
        } catch (RuntimeException even) {
            message = "(its message could not be read)";
        }
        String said = trouble.getClass().getName() + (message == null ? "" : ": " + message);
        return said.length() <= MESSAGE_LENGTH ? said : said.substring(0, MESSAGE_LENGTH) + "…";
    }
}
