package io.bouquet.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Starts, lists and cancels runs: trainings, evaluations and benchmarks. One run works at a time; the others wait. Runs,
 * their data and their outcomes are files in the data folder. A run that was interrupted by the end of the platform starts
 * again. Thread-safe.
 */
@ProviderType
public interface Trainings {
    /** Largest file with data, in bytes. */
    int MAX_DATA = 256 << 20;

    /**
     * A kind of model that can be trained.
     *
     * @param options names of the options that its trainer takes
     */
    record Trainable(String kind, String engine, List<String> options) {}

    /** Returns the kinds of models that can be trained, by kind and engine. */
    List<Trainable> trainable();

    /**
     * Starts a run.
     *
     * @param format  format of the data
     * @param data    the data; not closed. Empty for a benchmark without data
     * @param account name of the account that asks for it
     * @throws IllegalArgumentException if the request is invalid; the message is for the user
     * @throws DataException            if the data cannot be used
     * @throws IOException              if the data cannot be read or kept
     */
    Run start(RunRequest request, DataFormat format, InputStream data, String account) throws IOException;

    /** Returns the runs, the newest first. */
    List<Run> runs();

    Optional<Run> run(String id);

    /** Cancels a run that has not ended, and returns it; empty if there is no such run. */
    Optional<Run> cancel(String id);

    /** Deletes a run that has ended, with its files. Returns false if there is no such run or it has not ended. */
    boolean delete(String id);

    /** Returns the bundle that a training wrote; empty if there is none. */
    Optional<Path> bundle(String id);
}
