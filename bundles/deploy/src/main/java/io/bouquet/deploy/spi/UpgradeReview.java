package io.bouquet.deploy.spi;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.framework.Bundle;

/**
 * Compares a running bundle with an archive that is to replace it, and tells what would break for those who use the bundle,
 * such as clients of its REST API. The plan of an upgrade shows it. Thread-safe.
 */
@ConsumerType
public interface UpgradeReview {
    /**
     * Returns what would break, in sentences without full stops: {@code DELETE /shop/{id} is removed}; empty if nothing would.
     *
     * @param running bundle that runs
     * @param archive its next version, which is not installed
     */
    List<String> breaks(Bundle running, Path archive);
}
