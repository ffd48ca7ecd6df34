package io.bouquet.deploy.engine;

import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what became of the files in the deploy folder, in a file for each of them: who can write to the deploy folder can
 * read it without a password. For one thread.
 */
final class DeployOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger(DeployOutcomes.class);
    private static final String ENDING = ".properties";

    private final Path folder;
    /** The files whose outcomes were kept last. */
    private Set<String> retained = Set.of();

    DeployOutcomes(Path folder) {
        this.folder = folder;
    }

    /** Notes that the plugin of a file is installed as the file has it. */
    void installed(String file, FileTime modified, String plugin, String version) {
        write(file, modified, "done", plugin, version, "", "");
    }

    void ended(String file, FileTime modified, Receipt receipt) {
        Outcome outcome = receipt.outcome();
        write(
                file,
                modified,
                outcome.name().toLowerCase(Locale.ROOT),
                receipt.plugin(),
                outcome == Outcome.FAILED ? receipt.to() : receipt.serves(),
                receipt.reason(),
                receipt.id());
    }

    void refused(String file, FileTime modified, String reason) {
        write(file, modified, "refused", "", "", reason, "");
    }

    /** Deletes the outcomes of files that are not there any more. */
    void retain(Set<String> files) {
        if (files.equals(retained) || !Files.isDirectory(folder)) {
            return;
        }
        retained = Set.copyOf(files);
        try (DirectoryStream<Path> outcomes = Files.newDirectoryStream(folder)) {
            for (Path outcome : outcomes) {
                String name = String.valueOf(outcome.getFileName());
                if (!name.endsWith(ENDING) || !files.contains(name.substring(0, name.length() - ENDING.length()))) {
                    Files.deleteIfExists(outcome);
                }
            }
        } catch (IOException e) {
            LOG.warn("Old outcomes in {} cannot be deleted: {}", folder, Words.of(e));
        }
    }

    private void write(
            String file,
            FileTime modified,
            String outcome,
            String plugin,
            String version,
            String reason,
            String receipt) {
        Properties properties = new Properties();
        properties.put("outcome", outcome);
        properties.put("modified", modified.toInstant().toString());
        properties.put("plugin", plugin);
        properties.put("version", version);
        properties.put("reason", reason);
        properties.put("receipt", receipt);
        try {
            StringWriter text = new StringWriter();
            properties.store(text, null);
            Files.createDirectories(folder);
            Path written = Files.writeString(folder.resolve(file + ".new"), text.toString());
            Files.move(
                    written,
                    folder.resolve(file + ENDING),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The outcome of {}{} cannot be written: {}", DeployFolder.NAME, file, Words.of(e));
        }
    }
}
