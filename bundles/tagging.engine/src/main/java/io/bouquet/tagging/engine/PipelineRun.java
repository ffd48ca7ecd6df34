package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.LayerError.Type;
import io.bouquet.tagging.Layers;
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

    private final Generation generation;
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
    private Layers layers = Layers.none();
    private final Map<String, LayerError> failed = new HashMap<>();
    private final SortedMap<String, String> versions = new TreeMap<>();
    private final Map<String, Long> microseconds = new LinkedHashMap<>();

    /** A step and the thread that is at it. */
    private static final class Turn {
        private final Step step;
        private boolean taken;
        private @Nullable Thread thread;

        Turn(Step step) {
            this.step = step;
        }
    }

    PipelineRun(Generation generation, AnnotationRequest request, Limits limits, Workers workers) {
        this.generation = generation;
        this.request = request;
        this.limits = limits;
        this.workers = workers;
        sideBySide = request.text().length() >= limits.sideBySideFrom();
        if (request.language().isEmpty()) {
            generation.check(request.layers());
            detecting = generation.detection().isPresent();
            plan = generation.detection().orElseGet(() -> generation.planDetected("", request.layers()));
        } else {
            plan = generation.plan(request.language(), request.layers());
        }
        turns = turns(plan);
    }

    @Override
    public void run() {
        for (Turn turn = take(); turn != null; turn = take()) {
            perform(turn);
        }
    }

    /** The next step that may run now; null where there is none for this thread. */
    private synchronized @Nullable Turn take() {
        started = true;
        while (!closed) {
            Turn next = null;
            int ready = 0;
            for (Turn turn : turns) {
                if (!turn.taken && isSettled(turn.step.requires())) {
                    if (skip(turn)) {
                        continue;
                    }
                    ready++;
                    next = next == null ? turn : next;
                }
            }
            if (next != null) {
                next.taken = true;
                next.thread = Thread.currentThread();
                versions.put(next.step.name(), next.step.tagger().declaration().version());
                running++;
                for (int more = 1; sideBySide && more < ready; more++) {
                    // where the queue is full these threads do it one after the other
                    workers.offer(this);
                }
                return next;
            }
            if (running > 0) {
                return null;
            }
            if (!detecting) {
                closed = true;
                done.countDown();
                return null;
            }
            detecting = false;
            plan = generation.planDetected(detectedLanguage(), request.layers());
            turns = turns(plan);
        }
        return null;
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
        long begin = System.nanoTime();
        try {
            made = step.perform(text);
        } catch (Throwable anything) {
            // whatever a plugin throws, LinkageError and OutOfMemoryError included, costs its own layers only
            trouble = anything;
        }
        long end = System.nanoTime();
        boolean late = settle(turn, made, trouble, TimeUnit.NANOSECONDS.toMicros(end - begin));
        if (late) {
            workers.returned();
        } else if (trouble != null) {
            boolean ours = trouble instanceof InvalidLayersException;
            step.tagger().troubles().warn(message(trouble), ours ? null : trouble);
        }
    }

    private synchronized AnnotatedText input(Step step) {
        Layers required = step.requires().isEmpty() ? Layers.none() : layers.only(step.requires());
        return new AnnotatedText(request.text(), plan.language(), required);
    }

    /** True where nobody waits for it any more. */
    private synchronized boolean settle(Turn turn, Layers made, @Nullable Throwable trouble, long micros) {
        turn.thread = null;
        running--;
        if (closed) {
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
        try {
            if (!done.await(limits.time().toNanos(), TimeUnit.NANOSECONDS)) {
                close("not done within " + seconds() + " s");
            }
        } catch (InterruptedException stop) {
            close("whoever asked was interrupted");
            Thread.currentThread().interrupt();
        }
        return result();
    }

    /** Takes the text away from its workers: what is done by now is done. */
    private synchronized void close(String why) {
        if (closed) {
            return;
        }
        closed = true;
        int lost = 0;
        for (Turn turn : turns) {
            Thread thread = turn.thread;
            if (thread != null) {
                thread.interrupt();
                lost++;
                turn.step.tagger().troubles().warn(why, null);
            }
            if (thread != null || !turn.taken) {
                if (!isSettled(turn.step.requires()) || !skip(turn)) {
                    fail(turn.step, Type.TIMED_OUT, why);
                }
            }
        }
        if (lost > 0) {
            workers.lost(lost);
        }
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
                .map(generation::likeliestLanguage)
                .orElse("");
    }

    private String seconds() {
        long millis = limits.time().toMillis();
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
    private static String message(Throwable trouble) {
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
