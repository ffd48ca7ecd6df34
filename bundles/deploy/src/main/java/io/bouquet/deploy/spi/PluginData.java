package io.bouquet.deploy.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Manages data that is stored for plugins, such as the schema of a persistence unit. {@code plugin:remove --purge} uses
 * it to show the data and to drop it. Thread-safe.
 */
@ConsumerType
public interface PluginData {
    /**
     * Describes the data of a bundle, for example {@code the schema SHOP (3 tables, 120 rows)}. Must also work if the
     * bundle is not installed.
     *
     * @param bundle symbolic name
     * @return empty if the bundle has no data
     */
    List<String> of(String bundle);

    /**
     * Drops all data of a bundle that is already uninstalled.
     *
     * @param bundle symbolic name
     * @throws RuntimeException if the data cannot be dropped; the message says why
     */
    void drop(String bundle);
}
