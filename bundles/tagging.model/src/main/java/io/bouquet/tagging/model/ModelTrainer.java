package io.bouquet.tagging.model;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Trains models for a {@link ModelEngine}. Register it as an OSGi service. The same task gives the same model, byte for
 * byte. Thread-safe.
 */
@ConsumerType
public interface ModelTrainer {
    /** Name of the engine that uses the models. */
    String engine();

    /** The kinds of models that it can train. */
    List<String> kinds();

    /** Names of the layers that it reads of each text to train a model of this kind. */
    List<String> requires(String kind);

    /** Names of the options that tasks of this kind may have. */
    List<String> options(String kind);

    /**
     * Trains a model.
     *
     * @throws IllegalArgumentException if the texts or options cannot make a model; the message is for the user
     * @throws InterruptedException     if the thread was interrupted
     */
    TrainedModel train(TrainingTask task, TrainingProgress progress) throws InterruptedException;
}
