package io.bouquet.schedules.internal;

import io.bouquet.common.Threads;
import io.bouquet.schedules.ScheduleStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks at their times. A task that is replaced by another version of its plugin keeps its next time, so no run is lost
 * or done twice; two versions never run at once. A run that is due waits for a running one, and for a thread of its plugin.
 * Thread-safe.
 */
final class TaskScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(TaskScheduler.class);
    /** The clock is looked at so often, since it may be set, and the machine may sleep. */
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** Time for which the next run of a task without a version is remembered. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    /** Time that an interrupted task has to end. */
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);

    private record Key(String plugin, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = plugin.compareTo(other.plugin);
            return order == 0 ? name.compareTo(other.name) : order;
        }
    }

    private record Running(Task task, Thread thread, Instant start) {}

    /** All versions of a task. */
    private static final class Slot {
        /** The first runs. */
        final List<Task> versions = new ArrayList<>();

        String timetable = "";
        Instant next = Instant.MAX;
        Instant emptySince = Instant.MAX;

        @Nullable
        Running running;

        ScheduleStatus.@Nullable Run last;
    }

    private final Clock clock;
    private final BiConsumer<Duration, Runnable> timer;
    private final Map<Key, Slot> slots = new TreeMap<>();
    private @Nullable Instant armed;
    private int threadsPerPlugin = 2;
    private Duration drain = Duration.ofSeconds(10);

    /** @param timer runs a task after a delay */
    TaskScheduler(Clock clock, BiConsumer<Duration, Runnable> timer) {
        this.clock = clock;
        this.timer = timer;
    }

    /**
     * @param threads number of tasks of one plugin that run at once
     * @param limit   time that a removed task has to end before it is interrupted
     */
    synchronized void limit(int threads, Duration limit) {
        threadsPerPlugin = Math.max(1, threads);
        drain = limit;
    }

    synchronized void add(Task task) {
        Slot slot = slots.computeIfAbsent(new Key(task.plugin(), task.name()), key -> new Slot());
        slot.versions.add(task);
        elect(slot);
        runDue();
    }

    /** Removes a task, after waiting for its running work, which is interrupted when it takes too long. */
    synchronized void remove(Task task) {
        Slot slot = slots.get(new Key(task.plugin(), task.name()));
        if (slot == null || !slot.versions.remove(task)) {
            return;
        }
        elect(slot);
        Running running = slot.running;
        if (running == null || running.task() != task || running.thread() == Thread.currentThread()) {
            return;
        }
        try {
            if (!awaitEnd(slot, running, drain)) {
                LOG.warn(
                        "the scheduled task {} of {} is interrupted, since its bundle stops",
                        task.name(),
                        task.plugin());
                running.thread().interrupt();
                awaitEnd(slot, running, AFTER_INTERRUPT);
            }
        } catch (InterruptedException e) {
            running.thread().interrupt();
            Thread.currentThread().interrupt();
        }
        if (slot.running == running) {
            LOG.error("the scheduled task {} of {} does not end", task.name(), task.plugin());
            slot.running = null;
        }
        runDue();
    }

    private boolean awaitEnd(Slot slot, Running running, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (slot.running == running) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private void elect(Slot slot) {
        Instant now = clock.instant();
        if (slot.versions.isEmpty()) {
            slot.emptySince = now;
            return;
        }
        slot.emptySince = Instant.MAX;
        slot.versions.sort(Task.ORDER);
        Timetable timetable = slot.versions.get(0).timetable();
        if (!slot.timetable.equals(timetable.toString())) {
            slot.timetable = timetable.toString();
            slot.next = timetable.next(now, now);
        }
    }

    private void tick(Instant due) {
        synchronized (this) {
            // another timer was set since
            if (armed == due) {
                armed = null;
                runDue();
            }
        }
    }

    /** Starts the tasks that are due, and sets the timer for the next. Called with the lock. */
    private void runDue() {
        Instant now = clock.instant();
        slots.values().removeIf(slot -> slot.running == null && slot.emptySince.isBefore(now.minus(REMEMBERED)));
        Instant first = now.plus(LOOK);
        for (Slot slot : slots.values()) {
            if (slot.versions.isEmpty() || slot.running != null) {
                continue;
            }
            Task task = slot.versions.get(0);
            if (slot.next.isAfter(now)) {
                first = slot.next.isBefore(first) ? slot.next : first;
            } else if (running(task.plugin()) < threadsPerPlugin) {
                slot.next = task.timetable().next(slot.next, now);
                start(slot, task);
            }
        }
        Instant known = armed;
        if (known == null || first.isBefore(known)) {
            armed = first;
            Instant due = first;
            timer.accept(Duration.between(now, due), () -> tick(due));
        }
    }

    private long running(String plugin) {
        return slots.values().stream()
                .filter(slot ->
                        slot.running != null && slot.running.task().plugin().equals(plugin))
                .count();
    }

    private void start(Slot slot, Task task) {
        Instant start = clock.instant();
        // a thread for each run: the thread-locals of a plugin go with it
        Thread thread = Threads.daemon("bouquet-schedule-" + task.name(), () -> run(slot, task));
        slot.running = new Running(task, thread, start);
        thread.start();
    }

    private void run(Slot slot, Task task) {
        String failure = "";
        long begin = System.nanoTime();
        try {
            task.work().run();
        } catch (InterruptedException e) {
            failure = "interrupted";
            LOG.warn("the scheduled task {} of {} was interrupted", task.name(), task.plugin());
        } catch (Exception | Error e) {
            failure = String.valueOf(e);
            LOG.error(
                    "the scheduled task {} of {} failed; it runs again at its next time",
                    task.name(),
                    task.plugin(),
                    e);
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - begin);
        synchronized (this) {
            Running running = slot.running;
            // not if it was given up
            if (running != null && running.thread() == Thread.currentThread()) {
                slot.last = new ScheduleStatus.Run(running.start(), duration, failure);
                slot.running = null;
                notifyAll();
                runDue();
            }
        }
    }

    synchronized void runNow(String plugin, String name) {
        Slot slot = slots.get(new Key(plugin, name));
        if (slot == null || slot.versions.isEmpty()) {
            throw new IllegalArgumentException("the plugin '" + plugin + "' has no scheduled task '" + name + "'");
        }
        if (slot.running != null) {
            throw new IllegalStateException("the scheduled task '" + name + "' is running");
        }
        start(slot, slot.versions.get(0));
    }

    synchronized List<ScheduleStatus> list() {
        List<ScheduleStatus> all = new ArrayList<>();
        for (Slot slot : slots.values()) {
            if (!slot.versions.isEmpty()) {
                Task task = slot.versions.get(0);
                Instant since = slot.running == null ? null : slot.running.start();
                all.add(new ScheduleStatus(
                        task.plugin(), task.bundleId(), task.name(), slot.timetable, slot.next, since, slot.last));
            }
        }
        return all;
    }
}
