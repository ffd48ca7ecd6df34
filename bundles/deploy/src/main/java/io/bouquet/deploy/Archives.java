package io.bouquet.deploy;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Reads archives of plugins, and tells whether they could run here. Installs nothing. Thread-safe. */
@ProviderType
public interface Archives {
    /**
     * Reads what is in an archive.
     *
     * @param origin source of the archive, as shown to users
     * @throws RefusedException if it is not the archive of a plugin
     */
    ArchiveSummary summary(Path archive, String origin);

    /**
     * Returns why a plugin cannot run on the platform as it is now; empty if nothing is known to be missing. The plan of
     * the change has the last word.
     */
    List<Finding> unmet(ArchiveSummary summary);

    /**
     * Compares two versions of a plugin. A release is newer than its snapshots.
     *
     * @return a negative number, 0 or a positive number
     * @throws IllegalArgumentException if a version of a JAR is not one of OSGi
     */
    int compareVersions(Plugin.Format format, String version, String other);

    /** Returns the size of the largest archive that may be installed, in bytes. */
    long maxArchiveBytes();
}
