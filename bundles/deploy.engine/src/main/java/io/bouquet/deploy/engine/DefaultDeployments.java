package io.bouquet.deploy.engine;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Archives;
import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.LeakDetector;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Delegates changes to {@link ChangeRunner}, and returns plugins, receipts, refusals and leaks. */
// immediate: restores the plugins at the start and repairs the effects of a crash
@Component(
        service = {Deployments.class, Archives.class, DefaultDeployments.class},
        immediate = true,
        configurationPid = DeployConfig.PID)
@Designate(ocd = DeployConfig.class)
public final class DefaultDeployments implements Deployments, Archives {
    private final LeakDetector leaks;
    private final Store store;
    private final Bundles bundles;
    private final ReceiptBook receipts;
    private final Inspection inspection;
    private final Doctor doctor;
    private final Work work = new Work();
    private final Restoration restoration;
    private final ChangeRunner runner;
    private final FollowedFiles files;
    private final BundleEvents events;
    private final GrantedPermissions permissions;
    private final BundleContext context;
    private final UnresolvedRequirements requirements;
    private final long maxArchiveBytes;
    private volatile @Nullable DeployFolder folder;
    private volatile boolean closed;

    @Activate
    public DefaultDeployments(
            BundleContext context,
            DeployConfig config,
            @Reference Surroundings surroundings,
            @Reference LeakDetector leaks) {
        this(context, Limits.of(config), surroundings, leaks, step -> {});
    }

    /** @param atStep called before each step with its description */
    DefaultDeployments(
            BundleContext context,
            Limits limits,
            Surroundings surroundings,
            LeakDetector leaks,
            Consumer<String> atStep) {
        this.context = context;
        this.leaks = leaks;
        maxArchiveBytes = limits.maxArchiveBytes();
        Folders folders = Folders.of(context);
        Instant start =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        LeftUploads.delete(Path.of(System.getProperty("java.io.tmpdir")), start);
        store = new Store(folders.base().resolve("plugins"));
        FrameworkWiring framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        UninstalledFeatures uninstalled = new UninstalledFeatures(folders.system());
        requirements = new UnresolvedRequirements(
                framework, (namespace, filter) -> uninstalled.providing(surroundings.features, namespace, filter));
        Kars kars = new Kars(surroundings, requirements, folders.data().resolve("kar"), store);
        bundles = new Bundles(context, framework, requirements);
        Planner planner = new Planner(store, bundles, surroundings);
        ArchiveRules rules = new ArchiveRules(bundles, folders.system(), folders.shipped());
        InstalledAfter after = new InstalledAfter(planner, limits);
        Liveness liveness = new Liveness(surroundings, limits.candidate(), limits.services());
        JarFormat jar = new JarFormat(store, bundles, planner, surroundings, liveness, limits, after);
        PluginFormat.All formats = new PluginFormat.All(
                jar,
                new KarFormat(store, bundles, kars, new KarSettings(surroundings, folders.etc()), liveness, after));
        inspection = new Inspection(store, bundles, formats, rules, planner, surroundings, limits.maxArchiveBytes());
        receipts = new ReceiptBook(surroundings);
        doctor = new Doctor(bundles, store, surroundings, inspection, receipts, this::refusals);
        PluginLocks locks = new PluginLocks(receipts);
        ReceiptAmendments amendments = new ReceiptAmendments(receipts, leaks, work);
        Standby standby = new Standby(store, jar, work, limits.standby(), locks::isLocked, amendments::whenCollected);
        restoration = new Restoration(surroundings, atStep, store, formats, locks, work);
        runner = new ChangeRunner(
                surroundings,
                atStep,
                store,
                formats,
                receipts,
                inspection,
                locks,
                work,
                standby,
                amendments,
                plugin -> {
                    restoration.mended(plugin);
                    doctor.forget(plugin);
                },
                doctor::remember);
        files = new FollowedFiles(store, restoration, runner, new FolderArchives(surroundings));
        permissions = new GrantedPermissions(store, runner);
        events = new BundleEvents(bundles, store, locks, work, restoration::isDone, inspection::ruleBrokenBy);
        context.addBundleListener(events);
        work.execute(() -> restoration.restore(events::disableForbidden, standby::begin));
    }

    /**
     * Abandons the queued changes. The next start finishes or undoes the change that is being carried out, as after a
     * crash.
     */
    @Deactivate
    void close() {
        closed = true;
        context.removeBundleListener(events);
        work.close();
        runner.close();
    }

    Restoration restoration() {
        return restoration;
    }

    FollowedFiles files() {
        return files;
    }

    BundleEvents events() {
        return events;
    }

    GrantedPermissions permissions() {
        return permissions;
    }

    /** Returns the number of tasks that wait for the thread of changes. */
    int queued() {
        return work.queued();
    }

    @Override
    public Plan plan(Change change) {
        restoration.await();
        return inspection.plan(change, receipts.newId());
    }

    @Override
    public Receipt begin(Change change, String account) {
        restoration.await();
        return runner.begin(change, account, Optional.empty()).receipt();
    }

    @Override
    public Receipt run(Change change, String account) {
        restoration.await();
        BegunChange made = runner.begin(change, account, Optional.empty());
        try {
            return made.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return receipts.find(made.receipt().id()).orElse(made.receipt());
        }
    }

    @Override
    public Optional<Receipt> receipt(String id) {
        Optional<Receipt> receipt = receipts.find(id);
        if (closed && receipt.filter(one -> one.outcome() == Outcome.RUNNING).isPresent()) {
            throw new RefusedException(
                    Reason.UNAVAILABLE,
                    "deployments are being stopped; after the next start the receipt " + id + " tells what became of"
                            + " the change");
        }
        return receipt;
    }

    @Override
    public List<Receipt> receipts(ReceiptQuery query) {
        return receipts.all(query);
    }

    @Override
    public long count(ReceiptQuery query) {
        return receipts.count(query);
    }

    @Override
    public List<Plugin> plugins() {
        List<Plugin> plugins = new ArrayList<>();
        for (Store.Installed plugin : store.installed().values()) {
            plugins.add(new Plugin(
                    plugin.name(),
                    plugin.version(),
                    plugin.standby().map(Store.Build::version),
                    plugin.previous().stream().map(Store.Build::version).findFirst(),
                    plugin.format(),
                    plugin.origin(),
                    plugin.since()));
        }
        return plugins;
    }

    @Override
    public List<Refusal> refusals() {
        DeployFolder now = folder;
        return now == null ? List.of() : now.refusals();
    }

    void folder(@Nullable DeployFolder watched) {
        folder = watched;
    }

    /** Returns the archive of the plugin bundle at a location; empty if there is none. */
    Optional<Path> file(String location) {
        return bundles.plugins().stream()
                .filter(bundle -> bundle.getLocation().equals(location))
                .findFirst()
                .flatMap(bundle -> store.installed(bundle.getSymbolicName())
                        .flatMap(plugin -> Stream.concat(Stream.of(plugin.build()), plugin.standby().stream())
                                .filter(build -> build.version()
                                        .equals(bundle.getVersion().toString()))
                                .findFirst()
                                .map(build -> store.file(plugin.name(), build, plugin.format()))));
    }

    @Override
    public List<Leak> leaks() {
        return leaks.leaks();
    }

    @Override
    public List<String> findHolder(long leak) {
        return leaks.findHolder(leak);
    }

    @Override
    public ArchiveSummary summary(Path archive, String origin) {
        return Summaries.of(archive, origin, maxArchiveBytes);
    }

    @Override
    public List<Finding> unmet(ArchiveSummary summary) {
        return Summaries.unmet(summary, requirements);
    }

    @Override
    public int compareVersions(Plugin.Format format, String version, String other) {
        return Versions.compare(format, version, other);
    }

    @Override
    public long maxArchiveBytes() {
        return maxArchiveBytes;
    }

    @Override
    public Diagnosis diagnose(String name) {
        restoration.await();
        return doctor.of(name);
    }

    @Override
    public Diagnosis diagnose(Path archive, String origin) {
        restoration.await();
        Change install = Change.install(archive, origin);
        try {
            Change change = inspection.isInstalled(install)
                    ? Change.upgrade("", archive, origin, true).withForce()
                    : install;
            return doctor.of(change.allowing(Set.of()), receipts.newId(), origin);
        } catch (RefusedException e) {
            return new Diagnosis(origin, "", "absent", List.of(), e.findings());
        }
    }

    @Override
    public Map<Long, Diagnosis> diagnoses(Collection<Long> ids) {
        return doctor.all(ids);
    }

    /**
     * Returns why a bundle from a KAR or from one of Karaf's own commands must not be resolved; empty if it may be
     * resolved.
     */
    Optional<Finding> ruleBrokenBy(Bundle bundle) {
        return inspection.ruleBrokenBy(bundle);
    }
}
