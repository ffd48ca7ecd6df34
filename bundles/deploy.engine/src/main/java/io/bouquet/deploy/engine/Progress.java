package io.bouquet.deploy.engine;

import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Check;
import io.bouquet.deploy.Receipt.Cut;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.Receipt.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the receipt of a running change. Thread-safe; one thread writes it. */
final class Progress {
    /** The work of one step. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private final Consumer<String> atStep;
    private final Consumer<Receipt> changed;
    private final Receipt begun;
    private final List<Step> steps = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<String> waits = new ArrayList<>();
    private boolean sideBySide;

    /**
     * @param atStep  called before each step with its description
     * @param changed called after each step with the receipt
     */
    Progress(Receipt begun, Consumer<String> atStep, Consumer<Receipt> changed) {
        this.begun = begun;
        this.atStep = atStep;
        this.changed = changed;
        steps.addAll(begun.steps());
        checks.addAll(begun.checks());
        sideBySide = begun.sideBySide();
    }

    /** Runs a step, adds it to the receipt, and returns how long it took. */
    Duration step(String what, Work work) throws Exception {
        Instant at = Instant.now();
        long start = System.nanoTime();
        try {
            atStep.accept(what);
            work.run();
        } catch (Error e) {
            LOG.error("{}: {} failed", begun.id(), what, e);
            throw new ChangeFailedException(what + ": " + e, e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        LOG.info("{}: {} ({} ms)", begun.id(), what, took.toMillis());
        synchronized (this) {
            steps.add(new Step(what, at, took));
        }
        changed.accept(receipt());
        return took;
    }

    /** Sets whether the change is carried out side by side. This may differ from the first plan. */
    synchronized void sideBySide(boolean both) {
        sideBySide = both;
    }

    synchronized void check(Check check) {
        checks.add(check);
    }

    /** Adds a description of something that a part of the plugin waits for. */
    synchronized void waits(String what) {
        waits.add(what);
    }

    /** Returns descriptions of what the plugin waits for; empty if it waits for nothing. */
    synchronized String waits() {
        return waits.stream().distinct().collect(Collectors.joining("\n"));
    }

    /** Returns the receipt so far. */
    synchronized Receipt receipt() {
        return begun.withProgress(sideBySide, steps, checks);
    }

    /** Returns the receipt at the end of the change. */
    synchronized Receipt end(String serves, Outcome outcome, String reason, Optional<Cut> traffic) {
        return receipt().withEnd(serves, Instant.now(), outcome, reason, traffic);
    }
}
