package io.bouquet.deploy.engine;

import io.bouquet.deploy.Plugin.Format;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How plugins of one format are tried, installed, changed and restored. */
sealed interface PluginFormat permits JarFormat, KarFormat {
    /** Both formats. */
    record All(JarFormat jar, KarFormat kar) {
        PluginFormat of(Format format) {
            return switch (format) {
                case JAR -> jar;
                case KAR -> kar;
            };
        }
    }

    /**
     * Finds out whether an archive fits the platform, without installing it.
     *
     * @return what is missing, in words; empty if nothing is
     */
    List<String> trial(String receipt, Archive archive) throws Exception;

    /** Removes the trials that a crash left. */
    void clearTrials() throws Exception;

    /** Names of the settings that are to be deleted if the plugin is not installed after a change. */
    List<String> settingsOf(Intent intent);

    /**
     * Carries out a change. For one thread.
     *
     * @return ids of the retired bundles whose class loaders are to be collected
     * @throws Exception if it cannot be done; the version that served before serves then
     */
    List<Long> carryOut(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception;

    /**
     * Makes the framework's bundles of a plugin what the store says.
     *
     * @param pending the change of it that a crash interrupted
     */
    void restore(Store.Installed plugin, Optional<Store.Pending> pending) throws Exception;

    /** Removes what an interrupted change left of a plugin that is not installed. */
    void undo(Store.Pending pending) throws Exception;
}
