package io.bouquet.tagging.model;

import org.osgi.annotation.versioning.ProviderType;

/** Is told how far a training is. Thread-safe. */
@ProviderType
@FunctionalInterface
public interface TrainingProgress {
    /**
     * Tells the progress of a step.
     *
     * @param step  what is done, for users: {@code iterations}
     * @param done  how much of it is done
     * @param total how much there is to do; 0 if that is unknown
     */
    void at(String step, long done, long total);
}
