package io.bouquet.plugin.tool;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A running platform, as its data folder shows it. */
record Platform(Path data) {
    /** Longer than the platform waits for a new version. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final long POLL_MILLIS = 5;

    /** What became of a file in the deploy folder. */
    record Outcome(String outcome, String plugin, String version, String reason) {
        private static Outcome of(Properties written) {
            return new Outcome(
                    written.getProperty("outcome", ""),
                    written.getProperty("plugin", ""),
                    written.getProperty("version", ""),
                    written.getProperty("reason", ""));
        }

        boolean serves() {
            return outcome.equals("done") || outcome.equals("incomplete");
        }
    }

    private Path file(String name) {
        return data.resolve("deploy").resolve(name);
    }

    /** Returns where to write an archive before it is deployed; the platform ignores it there. */
    Path draft(String name) {
        return data.resolve("deploy").resolve("." + name + ".part");
    }

    /** Deploys the draft of an archive, and waits until the platform has installed or refused it. */
    Outcome deploy(String name) throws IOException, InterruptedException, DevException {
        Path draft = draft(name);
        Files.setLastModifiedTime(draft, FileTime.from(Instant.now().truncatedTo(ChronoUnit.MICROS)));
        String modified = Files.getLastModifiedTime(draft).toInstant().toString();
        Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Properties outcome = outcome(name);
            if (modified.equals(outcome.getProperty("modified"))) {
                return Outcome.of(outcome);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new DevException("the platform with " + data + " has not taken " + name + " in " + PATIENCE.toSeconds()
                + " s; does it still run? See " + data.resolve("log/karaf.log"));
    }

    /** Returns whether an archive that an earlier run left serves. */
    boolean serves(String name) throws IOException {
        return Files.exists(file(name)) && Outcome.of(outcome(name)).serves();
    }

    /** Removes an archive, and waits until its plugin is removed. */
    boolean remove(String name) throws IOException, InterruptedException {
        Files.deleteIfExists(draft(name));
        if (!Files.deleteIfExists(file(name))) {
            return true;
        }
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (System.nanoTime() < end) {
            if (outcome(name).isEmpty()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    private Properties outcome(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(data.resolve("deployed").resolve(name + ".properties"))) {
            properties.load(in);
        } catch (NoSuchFileException none) {
            // not yet
        }
        return properties;
    }

    /** Deletes drafts that an earlier run left. */
    void deleteDrafts() throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(data.resolve("deploy"), ".*-dev.jar.part")) {
            for (Path draft : drafts) {
                Files.deleteIfExists(draft);
            }
        }
    }
}
