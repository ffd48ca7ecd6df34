package io.bouquet.deploy.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at a bundle before anything of it is installed. Whoever makes something of a header implements it, and so says
 * in words what it would find wrong later. Thread-safe.
 */
@ConsumerType
public interface BundleCheck {
    /**
     * What is wrong, for whoever built the bundle: what, why, and what would be right; empty where nothing is.
     *
     * @param headers main attributes of the manifest
     * @param entries paths of the files in the archive
     */
    List<String> faults(Map<String, String> headers, Set<String> entries);
}
