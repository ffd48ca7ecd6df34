package io.bouquet.deploy.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes archives of uploads that the end of an earlier run has interrupted. */
final class LeftUploads {
    private static final Logger LOG = LoggerFactory.getLogger(LeftUploads.class);
    /** Names of temporary files of REST and console, of the shell, and of Karaf. */
    private static final String NAMES = "{bouquet-upload*,bouquet-archive*,download-*.tmp}";

    private LeftUploads() {}

    /** Deletes the uploads in a folder that were last written before an instant. */
    static void delete(Path folder, Instant before) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, NAMES)) {
            for (Path upload : left) {
                if (Files.isRegularFile(upload)
                        && Files.getLastModifiedTime(upload).toInstant().isBefore(before)) {
                    Files.deleteIfExists(upload);
                    LOG.info("Deleted {}, which an earlier run of the platform left", upload);
                }
            }
        } catch (IOException e) {
            LOG.warn("Uploads that an earlier run left in {} could not be deleted: {}", folder, Words.of(e));
        }
    }
}
