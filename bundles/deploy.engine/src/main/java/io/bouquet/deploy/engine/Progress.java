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
     * @param atStep  told of each step before it is taken
     * @param changed told of the receipt after each
     */
    Progress(Receipt begun, Consumer<String> atStep, Consumer<Receipt> changed) {
        this.begun = begun;
        this.atStep = atStep;
        this.changed = changed;
        steps.addAll(begun.steps());
        checks.addAll(begun.checks());
        sideBySide = begun.sideBySide();
    }

    /** Takes a step, and says how long it took. */
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

    /** Says how it is carried out, where that differs from what was planned when it was asked for. */
    synchronized void sideBySide(boolean both) {
        sideBySide = both;
    }

    synchronized void check(Check check) {
        checks.add(check);
    }

    /** Says what a part of the plugin waits for, which others may bring. */
    synchronized void waits(String what) {
        waits.add(what);
    }

    /** What it waits for, in words; empty if it waits for nothing. */
    synchronized String waits() {
        return String.join("; ", waits);
    }

    /** The receipt so far. */
    synchronized Receipt receipt() {
        return begun.withProgress(sideBySide, steps, checks);
    }

    /** The receipt at the end of the change. */
    synchronized Receipt end(String serves, Outcome outcome, String reason, Optional<Cut> traffic) {
        return receipt().withEnd(serves, Instant.now(), outcome, reason, traffic);
    }
}
