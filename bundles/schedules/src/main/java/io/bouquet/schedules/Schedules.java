package io.bouquet.schedules;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The scheduled tasks of all plugins. Thread-safe. */
@ProviderType
public interface Schedules {
    /** Returns the tasks, sorted by plugin and name. */
    List<ScheduleStatus> list();

    /**
     * Starts a task now, besides its times.
     *
     * @throws IllegalArgumentException if there is no such task
     * @throws IllegalStateException    if it is running
     */
    void run(String plugin, String name);
}
