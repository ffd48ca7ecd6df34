package io.bouquet.training.internal;

import io.bouquet.tagging.model.TrainingProgress;

/** Tells the progress of a run, and ends it if it was cancelled. */
@FunctionalInterface
interface Progress extends TrainingProgress {
    /** Tells the progress, and throws an exception if the run was cancelled. */
    default void step(String step, long done, long total) throws InterruptedException {
        at(step, done, total);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
