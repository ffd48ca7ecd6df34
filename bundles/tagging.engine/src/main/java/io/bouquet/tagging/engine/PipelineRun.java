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
 * One text on its way through one generation. Workers {@link #run()} it, one or several at once; whoever asked waits
 * in {@link #await()} and takes what is there when the time is up.
 */
final class PipelineRun implements Runnable, Admission.Waiter {
    private static final int MESSAGE_LENGTH = 300;
    /** How often a run is looked at that is not done; most are done before the first time. */
    private static final long WATCH = TimeUnit.MILLISECONDS.toNanos(50);

    /** The generation that the tagger runs for which this thread is in: what it asks the broker is of the same. */
    private static final ThreadLocal<@Nullable Generation> INSIDE = new ThreadLocal<>();

    private final Generation generation;
    private final PipelinePlans plans;
    private final Shadows shadows;
    private final AnnotationRequest request;
    private final EngineLimits limits;
    private final Workers workers;
    private final boolean sideBySide;
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

    /** @param generation that the caller holds until it has the result */
    PipelineRun(
            Generation generation, AnnotationRequest request, EngineLimits limits, Workers workers, Shadows shadows) {
        this.generation = generation;
        this.shadows = shadows;
        plans = generation.hasCanaries()
                ? generation.plans(request.key().isEmpty() ? request.text() : request.key())
                : generation.plans();
        this.request = request;
        this.limits = limits;
        deadline = System.nanoTime() + limits.time().toNanos();
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

    /** The generation of the run in which the current thread is inside a tagger; null where it is in none. */
    static @Nullable Generation inside() {
        return INSIDE.get();
    }

    /** The tagger that this cannot do without and that is not there; it has done nothing that counts then. */
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

    /** The next step that may run now; null if there is none for this thread. */
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
                return null; // the thread that runs goes on with it, or the one that is woken
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

    /** @param ready how many other steps could run now */
    private void begin(StepRun one, int ready) {
        one.begin();
        result.begin(one.step());
        running++;
        for (int other = 0; sideBySide && other < ready; other++) {
            // if the queue is full these threads do it one after the other
            workers.offer(this);
        }
    }

    private void end() {
        closed = true;
        done.countDown();
    }

    /** Omits a step whose layers are there already, or cannot come. */
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
            // whatever a plugin throws, LinkageError and OutOfMemoryError included, costs its own layers only
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

    /** Takes what a tagger has made; false if nobody waits for it any more. */
    private synchronized boolean settle(StepRun one, Layers made, @Nullable Throwable trouble, long micros) {
        boolean inTime = one.isRunning();
        one.end();
        if (!inTime) {
            // the interrupt was for this text and must not meet the next one
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

    /** Waits until all is done or the time is up; null where the time was up before a worker was free. */
    @Nullable
    AnnotationResult await() {
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

    /** Takes the text away from taggers that take too long for it, or too much; what does not need their layers goes on. */
    private synchronized void watch() {
        for (StepRun one : steps) {
            Type excess = closed ? null : one.excess(limits, request.text().length());
            if (excess != null) {
                String why = excess == Type.TIMED_OUT
                        ? "not done within " + seconds(limits.taggerTime()) + " s"
                        : "allocated more than " + (limits.taggerBytes() >> 20) + " MiB for one text"
                                + (excess == Type.TOO_LARGE ? "; send it in parts" : "");
                // that a long text takes too much says nothing against the tagger: nobody can have it suspended for all
                // others by such texts
                one.takeAway(why, excess != Type.TOO_LARGE);
                running--;
                result.fail(one.step(), excess, why);
                workers.resume(this);
            }
        }
    }

    /** Takes the text away from its workers: what is done by now is done. */
    synchronized void close(String why) {
        if (closed) {
            return;
        }
        // a tagger is to blame for the end only if it had half or more of the time of the text
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
        // where the time was up while the language was being found out, nothing that was asked for is there
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
