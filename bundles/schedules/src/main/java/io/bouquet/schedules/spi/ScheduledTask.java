package io.bouquet.schedules.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Work that the platform does at the times of {@link Scheduled}, on a thread of its own. */
@ConsumerType
public interface ScheduledTask {
    /**
     * Does the work. The next run begins after this one has ended. A bundle that stops waits for a running task, and then
     * interrupts its thread.
     *
     * @throws Exception is logged; the task runs again at its next time
     */
    void run() throws Exception;
}
