package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks, installs, changes and restores plugins of one format. */
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
     * Checks whether an archive could run on the platform, without installing it.
     *
     * @return descriptions of what is missing; empty if nothing is
     */
    List<Finding> trial(String receipt, Archive archive) throws Exception;

    /** Removes the trials that a crash has left. */
    void clearTrials() throws Exception;

    /** Returns the names of the settings to delete if the plugin is not installed after a change. */
    List<String> settingsOf(Intent intent);

    /**
     * Carries out a change. For one thread.
     *
     * @return ids of the removed bundles, whose class loaders should be collected
     * @throws Exception if the change fails; the previous version serves then
     */
    List<Long> carryOut(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception;

    /**
     * Brings the bundles of a plugin to the state in the store.
     *
     * @param pending change of the plugin that a crash interrupted
     */
    void restore(Store.Installed plugin, Optional<Store.Pending> pending) throws Exception;

    /** Removes the remains of an interrupted change of a plugin that is not installed. */
    void undo(Store.Pending pending) throws Exception;
}
