package io.bouquet.deploy;

import java.util.List;
import java.util.Optional;

/**
 * A version of a plugin in a repository.
 *
 * @param repository name of the repository
 * @param bytes      size of the archive
 * @param unmet      why it cannot run here now; empty if it is compatible
 * @param installed  version of the plugin that is installed
 */
public record Release(
        String repository, ArchiveSummary summary, long bytes, List<Finding> unmet, Optional<String> installed) {
    public Release {
        unmet = List.copyOf(unmet);
    }

    public boolean isCompatible() {
        return unmet.isEmpty();
    }

    public String name() {
        return summary.name();
    }

    public String version() {
        return summary.version();
    }
}
