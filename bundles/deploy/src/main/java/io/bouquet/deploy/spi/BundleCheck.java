package io.bouquet.deploy.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Checks a bundle before it is installed. An extender implements this interface to report errors in its manifest header
 * before the installation. Thread-safe.
 */
@ConsumerType
public interface BundleCheck {
    /**
     * Returns the faults of the bundle. Each message tells its author what is wrong, why, and how to fix it. Empty if
     * there is no fault.
     *
     * @param headers main attributes of the manifest
     * @param entries paths of the files in the archive
     */
    List<String> faults(Map<String, String> headers, Set<String> entries);
}
