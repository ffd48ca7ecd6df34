package io.bouquet.training.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.bouquet.common.json.BundleJson;
import io.bouquet.training.DataFormat;
import io.bouquet.training.Run;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of runs: a folder for each, with the run as JSON, its data and its bundle. A run is replaced by a rename, so it
 * is whole or as it was before. Thread-safe for different runs.
 */
final class RunFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);
    private static final String RUN = "run.json";

    private final Path folder;
    private final JsonMapper json = BundleJson.mapper()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    RunFiles(Path folder) {
        this.folder = folder;
    }

    /** A run and the format of its data. */
    record Stored(Run run, DataFormat format) {}

    JsonMapper json() {
        return json;
    }

    void create(String id) throws IOException {
        Files.createDirectories(folder.resolve(id));
    }

    Path data(String id) {
        return folder.resolve(id).resolve("data");
    }

    Path corrections(String id) {
        return folder.resolve(id).resolve("corrections.jsonl");
    }

    Path bundle(String id) {
        return folder.resolve(id).resolve("model.jar");
    }

    void write(Stored stored) {
        Path target = folder.resolve(stored.run().id()).resolve(RUN);
        Path part = target.resolveSibling(RUN + ".part");
        try {
            json.writeValue(part.toFile(), stored);
            try {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the run " + stored.run().id() + " cannot be kept", e);
        }
    }

    /** Reads all runs. A folder without a run, which an interruption left, is deleted. */
    List<Stored> read() {
        List<Stored> runs = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path one : folders.sorted().toList()) {
                try {
                    runs.add(json.readValue(one.resolve(RUN).toFile(), Stored.class));
                } catch (FileNotFoundException incomplete) {
                    LOG.debug("{} has no run", one, incomplete);
                    delete(one.getFileName().toString());
                } catch (IOException e) {
                    LOG.warn("The run in {} cannot be read ({}); delete the folder", one, e.getMessage());
                }
            }
        } catch (NoSuchFileException none) {
            return runs;
        } catch (IOException e) {
            throw new UncheckedIOException("the runs in " + folder + " cannot be listed", e);
        }
        return runs;
    }

    void delete(String id) {
        try (Stream<Path> files = Files.walk(folder.resolve(id))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("The files of the run {} cannot be deleted: {}", id, e.getMessage());
        }
    }
}
