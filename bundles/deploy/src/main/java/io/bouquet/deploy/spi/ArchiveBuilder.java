package io.bouquet.deploy.spi;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Builds archives of files in the deploy folder that are no archives, such as source files. Such a file obeys the rules of
 * archives: it is installed, upgraded and removed as its archive would be. Thread-safe.
 */
@ConsumerType
public interface ArchiveBuilder {
    /** The name and the version of the plugin that is built from a file. */
    record Identity(String plugin, String version) {}

    /** Returns whether this builder is for files with this name. */
    boolean accepts(String fileName);

    /**
     * Returns what {@link #build} would build from a file, without building it. Another content, or another time of the
     * file, is another version.
     *
     * @throws io.bouquet.deploy.RefusedException if nothing can be built from the file
     */
    Identity identify(Path file);

    /**
     * Builds the archive of a file.
     *
     * @param shown   name of the file for messages
     * @param archive the file to write
     * @throws io.bouquet.deploy.RefusedException if the file is wrong, with the place and the reason
     */
    void build(Path file, String shown, Path archive);
}
