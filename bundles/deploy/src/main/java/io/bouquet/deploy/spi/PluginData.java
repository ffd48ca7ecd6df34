package io.bouquet.deploy.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Data that is kept for plugins, such as the schema of a persistence unit. Whoever keeps it implements this, so that
 * {@code plugin:remove --purge} can say what would be dropped, and drop it. Thread-safe.
 */
@ConsumerType
public interface PluginData {
    /**
     * What is kept for a bundle, in words: {@code the schema SHOP (3 tables, 120 rows)}. It must be known whether the
     * bundle is installed or not.
     *
     * @param bundle symbolic name
     * @return empty if nothing is kept
     */
    List<String> of(String bundle);

    /**
     * Drops all of it. The bundle is uninstalled by then.
     *
     * @param bundle symbolic name
     * @throws RuntimeException if it cannot be dropped, with the reason in words
     */
    void drop(String bundle);
}
