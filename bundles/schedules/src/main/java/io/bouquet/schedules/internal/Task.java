package io.bouquet.schedules.internal;

import java.util.Comparator;
import org.osgi.framework.Version;

/**
 * A scheduled task of one version of a plugin.
 *
 * @param plugin symbolic name of its bundle
 * @param name   unique in its bundle
 */
record Task(String plugin, long bundleId, Version version, String name, Timetable timetable, Work work) {
    /** The newest version first. */
    static final Comparator<Task> ORDER =
            Comparator.comparing(Task::version).thenComparing(Task::bundleId).reversed();

    /** What a task does. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }
}
