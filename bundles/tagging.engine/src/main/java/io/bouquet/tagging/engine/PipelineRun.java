package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.LayerError.Type;
import io.bouquet.tagging.Layers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pipeline for one text in one generation. One or several workers call {@link #run()}; the caller waits in
 * {@link #await()} and gets the finished layers when the time is over.
 */
final class PipelineRun implements Runnable, Admission.Waiter {
    private static final int MESSAGE_LENGTH = 300;
    /** Interval between two checks of a run. Most runs end before the first check. */
    private static final long WATCH = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * The generation of the tagger that this thread runs. If the tagger calls the broker, the request uses the same
     * generation.
     */
    private static final ThreadLocal<@Nullable Generation> INSIDE = new ThreadLocal<>();

    private final Generation generation;
    private final PipelinePlans plans;
    private final Shadows shadows;
    private final AnnotationRequest request;
    private final EngineLimits limits;
    private final Workers workers;
    private final boolean sideBySide;
    /** The limit of the broker, or that of the request if it is shorter. */
    private final Duration allowed;

    private final long deadline;
    private final CountDownLatch done = new CountDownLatch(1);

    // all below is guarded by this
    private PipelinePlan plan;
    private boolean detecting;
    private StepRun[] steps;
    private int running;
    private boolean started;
    private boolean closed;
    private @Nullable MissingTagger missing;
    private final PartialResult result = new PartialResult();

    /** @param generation generation that the caller holds until it has the result */
    PipelineRun(
            Generation generation, AnnotationRequest request, EngineLimits limits, Workers workers, Shadows shadows) {
        this.generation = generation;
        this.shadows = shadows;
        plans = generation.hasCanaries()
                ? generation.plans(request.key().isEmpty() ? request.text() : request.key())
                : generation.plans();
        this.request = request;
        this.limits = limits;
        allowed = request.hasTimeLimit() && request.timeLimit().compareTo(limits.time()) < 0
                ? request.timeLimit()
                : limits.time();
        deadline = System.nanoTime() + allowed.toNanos();
        this.workers = workers;
        sideBySide = request.text().length() >= limits.sideBySideFrom();
        if (request.language().isEmpty()) {
            plans.check(request.layers());
            detecting = plans.detection().isPresent();
            plan = plans.detection().orElseGet(() -> plans.planDetected("", request.layers()));
        } else {
            plan = plans.plan(request.language(), request.layers());
        }
        steps = stepRuns(plan);
        missing = generation.missingIn(plan).orElse(null);
    }

    /** Returns the generation of the tagger that the current thread runs; null if it runs none. */
    static @Nullable Generation inside() {
        return INSIDE.get();
    }

    /** Returns a missing tagger that this run needs, or null. If there is one, the run must be repeated. */
    synchronized @Nullable MissingTagger missing() {
        return missing;
    }

    @Override
    public void run() {
        for (StepRun one = next(); one != null; one = next()) {
            perform(one);
        }
    }

    @Override
    public void wake() {
        workers.resume(this);
    }

    /** Returns the next step that may run now; null if there is none for this thread. */
    private synchronized @Nullable StepRun next() {
        started = true;
        while (!closed) {
            StepRun next = null;
            boolean queued = false;
            int ready = 0;
            for (StepRun one : steps) {
                if (one.isTaken() || !result.isSettled(one.step().requires()) || omit(one)) {
                    continue;
                }
                if (next != null) {
                    ready++;
                    continue;
                }
                switch (one.admission().enter(this, limits.concurrency())) {
                    case ENTERED -> next = one;
                    case QUEUED -> queued = true;
                    case REFUSED -> {
                        one.omit();
                        result.fail(one.step(), Type.SUSPENDED, one.admission().reason());
                    }
                }
            }
            if (next != null) {
                begin(next, ready);
                return next;
            }
            if (running > 0 || queued) {
                return null; // the running thread continues, or a thread that is woken
            }
            if (!detecting) {
                end();
                return null;
            }
            detecting = false;
            plan = plans.planDetected(detectedLanguage(), request.layers());
            steps = stepRuns(plan);
            missing = generation.missingIn(plan).orElse(null);
            if (missing != null) {
                end();
            }
        }
        return null;
    }

    /** @param ready number of other steps that could run now */
    private void begin(StepRun one, int ready) {
        one.begin();
        result.begin(one.step());
        running++;
        for (int other = 0; sideBySide && other < ready; other++) {
            // if the queue is full, the current threads run the steps one after the other
            workers.offer(this);
        }
    }

    private void end() {
        closed = true;
        done.countDown();
    }

    /** Omits a step whose layers are settled already, or whose requirements have an error. */
    private boolean omit(StepRun one) {
        if (result.isSettled(one.step().keeps())) {
            one.omit();
            return true;
        }
        LayerError obstacle = result.obstacle(one.step());
        if (obstacle == null) {
            return false;
        }
        one.omit();
        String why = "requires '" + obstacle.layer() + "', which is not there: " + obstacle.message();
        result.fail(one.step(), Type.SKIPPED, why);
        return true;
    }

    private void perform(StepRun one) {
        Step step = one.step();
        AnnotatedText text = input(step);
        Layers made = Layers.none();
        Throwable trouble = null;
        Generation outer = INSIDE.get();
        INSIDE.set(generation);
        long begin = System.nanoTime();
        try {
            made = step.perform(text);
        } catch (Throwable anything) {
            // an error of a plugin, even LinkageError or OutOfMemoryError, affects only its own layers
            trouble = anything;
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
        if (outer == null) {
            INSIDE.remove();
        } else {
            INSIDE.set(outer);
        }
        if (!settle(one, made, trouble, micros)) {
            one.admission().leave(one.late());
        } else if (trouble != null) {
            one.admission().leave(Admission.Outcome.FAILED);
            boolean ours = trouble instanceof InvalidLayersException;
            step.tagger().troubles().warn(message(trouble), ours ? null : trouble);
        } else {
            one.admission().leave(Admission.Outcome.SUCCEEDED);
            if (!generation.shadowed().isEmpty()) {
                shadow(step, text, made, micros);
            }
        }
    }

    private void shadow(Step step, AnnotatedText text, Layers made, long micros) {
        Generation.Shadowed pair = generation.shadowed().get(step.name());
        if (pair != null && pair.main().equals(step.tagger())) {
            shadows.offer(pair, new AnnotatedText(text.text(), text.language(), there(pair.candidate())), made, micros);
        }
    }

    private synchronized Layers there(InstalledTagger candidate) {
        List<String> required = candidate.declaration().requires();
        Layers there = result.layers();
        return there.names().containsAll(required) ? there.only(required) : Layers.none();
    }

    private synchronized AnnotatedText input(Step step) {
        Layers required =
                step.requires().isEmpty() ? Layers.none() : result.layers().only(step.requires());
        return new AnnotatedText(request.text(), plan.language(), required);
    }

    /** Adds the result of a tagger. Returns false if the text was taken away from it before. */
    private synchronized boolean settle(StepRun one, Layers made, @Nullable Throwable trouble, long micros) {
        boolean inTime = one.isRunning();
        one.end();
        if (!inTime) {
            // the interrupt was for this text and must not affect the next one
            Thread.interrupted();
            return false;
        }
        running--;
        result.end(one.step(), micros);
        if (trouble == null) {
            result.add(made);
        } else {
            Type type = trouble instanceof InvalidLayersException ? Type.INVALID : Type.FAILED;
            result.fail(one.step(), type, message(trouble));
        }
        return true;
    }

    /** Whether the time limit of the request has passed. */
    boolean isOverRequestLimit() {
        return !allowed.equals(limits.time()) && deadline - System.nanoTime() <= 0;
    }

    /** Waits until the run is done or its time is over. Returns null if the time was over before a worker was free. */
    @Nullable
    AnnotationResult await() {
        try {
            while (!done.await(Math.min(WATCH, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                if (deadline - System.nanoTime() <= 0) {
                    close("not done within " + seconds(allowed) + " s");
                    break;
                }
                watch();
            }
        } catch (InterruptedException stop) {
            close("the caller was interrupted");
            Thread.currentThread().interrupt();
        }
        return result();
    }

    /** Takes the text away from taggers that exceed a limit. Steps that do not need their layers continue. */
    private synchronized void watch() {
        for (StepRun one : steps) {
            Type excess = closed ? null : one.excess(limits, request.text().length());
            if (excess != null) {
                String why = excess == Type.TIMED_OUT
                        ? "not done within " + seconds(limits.taggerTime()) + " s"
                        : "allocated more than " + (limits.taggerBytes() >> 20) + " MiB for one text"
                                + (excess == Type.TOO_LARGE ? "; send it in parts" : "");
                // a long text that needs too much memory is not a fault of the tagger: otherwise such texts could
                // suspend it for everybody
                one.takeAway(why, excess != Type.TOO_LARGE);
                running--;
                result.fail(one.step(), excess, why);
                workers.resume(this);
            }
        }
    }

    /** Ends the run with the layers that are finished, and takes the text away from its workers. */
    synchronized void close(String why) {
        if (closed) {
            return;
        }
        // a tagger is at fault only if it had at least half of the time of the text
        long most = limits.time().toNanos() / 2;
        for (StepRun one : steps) {
            boolean inside = one.isRunning();
            if (inside) {
                one.takeAway(why, one.hasRunFor(most));
            } else if (!one.isTaken()) {
                one.admission().withdraw(this, most);
            }
            if (inside || !one.isTaken()) {
                if (!result.isSettled(one.step().requires()) || !omit(one)) {
                    result.fail(one.step(), Type.TIMED_OUT, why);
                }
            }
        }
        end();
    }

    synchronized @Nullable AnnotationResult result() {
        if (!started) {
            return null;
        }
        // if the time was over during the language detection, no requested layer is finished
        List<String> wanted = detecting && !request.layers().isEmpty() ? request.layers() : plan.layers();
        return result.result(plan, wanted, generation.id());
    }

    private String detectedLanguage() {
        return result.layers().get(Layers.LANGUAGE).stream()
                .findFirst()
                .map(plans::likeliestLanguage)
                .orElse("");
    }

    private static String seconds(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
    }

    private StepRun[] stepRuns(PipelinePlan plan) {
        StepRun[] steps = new StepRun[plan.steps().size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new StepRun(plan.steps().get(i), workers);
        }
        return steps;
    }

    /**
     * Returns class and message of an exception. Even reading the message may fail, because the exception may be a
     * plugin's.
     */
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
