package io.bouquet.schedules.internal;

import io.bouquet.common.BackgroundThread;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.schedules.ScheduleStatus;
import io.bouquet.schedules.Schedules;
import io.bouquet.schedules.spi.Scheduled;
import io.bouquet.schedules.spi.ScheduledTask;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Schedules the tasks of plugins while their services are registered. */
// immediate: tasks run whether or not anybody asks for them
@Component(
        service = {Schedules.class, ContributionStatus.class},
        immediate = true,
        configurationPid = PluginSchedules.PID)
@Designate(ocd = PluginSchedules.Config.class)
public final class PluginSchedules
        implements Schedules, ContributionStatus, ServiceTrackerCustomizer<ScheduledTask, PluginSchedules.Entry> {
    static final String PID = "io.bouquet.schedules";

    private static final Logger LOG = LoggerFactory.getLogger(PluginSchedules.class);

    /** The limits of scheduled tasks. */
    @ObjectClassDefinition(name = "Bouquet schedules")
    @interface Config {
        @AttributeDefinition(description = "Scheduled tasks of one plugin that run at the same time; others wait")
        int threadsPerPlugin() default 2;

        @AttributeDefinition(
                description = "Seconds that a stopping bundle waits for its running task; then it is interrupted")
        int drainSeconds() default 10;
    }

    private final BundleContext context;
    private final BackgroundThread timer = new BackgroundThread("bouquet-schedules");
    private final TaskScheduler scheduler = new TaskScheduler(Clock.systemUTC(), timer::schedule);
    private final Map<Entry, Boolean> entries = new ConcurrentHashMap<>();
    // a tracker: the removal of a service waits for its running task
    private final ServiceTracker<ScheduledTask, Entry> tracker;

    @Activate
    public PluginSchedules(Config config, BundleContext context) {
        this.context = context;
        modified(config);
        tracker = new ServiceTracker<>(context, ScheduledTask.class, this);
        tracker.open();
    }

    @Modified
    void modified(Config config) {
        scheduler.limit(config.threadsPerPlugin(), Duration.ofSeconds(config.drainSeconds()));
    }

    @Deactivate
    void deactivate() {
        tracker.close();
        timer.close();
    }

    @Override
    public @Nullable Entry addingService(ServiceReference<ScheduledTask> service) {
        Bundle bundle = service.getBundle();
        if (bundle == null) {
            return null;
        }
        Entry entry = new Entry(service, bundle);
        entries.put(entry, true);
        if (entry.task != null) {
            scheduler.add(entry.task);
        } else {
            LOG.error("{} of {} does not run: {}", entry.name, bundle.getSymbolicName(), entry.reason);
        }
        return entry;
    }

    @Override
    public void modifiedService(ServiceReference<ScheduledTask> service, Entry entry) {
        // the properties of a component do not change while it is registered
    }

    @Override
    public void removedService(ServiceReference<ScheduledTask> service, Entry entry) {
        entries.remove(entry);
        if (entry.task != null) {
            scheduler.remove(entry.task);
        }
        entry.release();
    }

    @Override
    public List<ScheduleStatus> list() {
        return scheduler.list();
    }

    @Override
    public void run(String plugin, String name) {
        scheduler.runNow(plugin, name);
    }

    @Override
    public List<Contribution> of(long bundleId) {
        List<Contribution> contributions = new ArrayList<>();
        for (Entry entry : entries.keySet()) {
            if (entry.bundleId == bundleId) {
                contributions.add(new Contribution(
                        "scheduled task",
                        entry.name,
                        entry.task == null ? Contribution.State.FAILED : Contribution.State.WORKS,
                        entry.reason,
                        entry.task == null ? "wrong-schedule" : "",
                        entry.task == null ? "Correct @Scheduled in the source" : ""));
            }
        }
        return contributions;
    }

    /** A registered task. */
    final class Entry {
        private final ServiceReference<ScheduledTask> service;
        private final long bundleId;
        private final String name;
        private final @Nullable Task task;
        /** Why it has no times, or else which. */
        private final String reason;
        /** Held from the first run on, so that a component keeps its state between runs. */
        private volatile @Nullable ScheduledTask held;

        private Entry(ServiceReference<ScheduledTask> service, Bundle bundle) {
            this.service = service;
            this.bundleId = bundle.getBundleId();
            this.name = property("name");
            Task valid = null;
            String text;
            try {
                if (name.isBlank()) {
                    throw new IllegalArgumentException("it has no name; use @Scheduled");
                }
                Timetable timetable = Timetable.of(property("every"), property("cron"), property("zone"));
                valid = new Task(bundle.getSymbolicName(), bundleId, bundle.getVersion(), name, timetable, this::run);
                text = timetable.toString();
            } catch (IllegalArgumentException e) {
                text = String.valueOf(e.getMessage());
            }
            this.task = valid;
            this.reason = text;
        }

        private String property(String attribute) {
            Object value = service.getProperty(Scheduled.PREFIX_ + attribute);
            return value == null ? "" : value.toString();
        }

        private void run() throws Exception {
            ScheduledTask known = held;
            if (known == null) {
                known = context.getService(service);
                held = known;
            }
            if (known == null) {
                throw new IllegalStateException("its component cannot be activated");
            }
            known.run();
        }

        private void release() {
            if (held != null) {
                held = null;
                context.ungetService(service);
            }
        }
    }
}
