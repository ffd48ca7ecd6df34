package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plan.TakeOver;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Check;
import io.bouquet.deploy.Receipt.Cut;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.ReceiptStore;
import io.bouquet.tagging.TakeOvers;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks changes over, queues them and carries them out. One change is carried out at a time, on a thread of its own,
 * because two changes could refresh the same bundles.
 */
// immediate: what a crash has left is put right at start, asked or not
@Component(
        service = {Deployments.class, DefaultDeployments.class},
        immediate = true,
        configurationPid = DeployConfig.PID)
@Designate(ocd = DeployConfig.class)
public final class DefaultDeployments implements Deployments {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultDeployments.class);
    private static final Duration RESTORE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(5);
    private static final long RELEASE_LOOK_MILLIS = 5;
    private static final long RETRY_SECONDS = 1;

    private final Surroundings surroundings;
    private final LeakWatch leaks;
    private final Consumer<String> atStep;
    private final Store store;
    private final Bundles bundles;
    private final ArchiveRules rules;
    private final Changes changes;
    private final ReceiptBook receipts;
    private final Inspection inspection;
    private final Work work = new Work();
    private final Standby standby;

    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    /** Why a plugin could not be restored at the start, by its name. */
    private final Map<String, String> unrestored = new ConcurrentHashMap<>();
    /** Ids of receipts by the plugin that is being changed. */
    private final Map<String, String> changing = new ConcurrentHashMap<>();
    /** Changes that were begun and are not done, by the id of their receipt. */
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    private final AtomicLong bundleChanges = new AtomicLong();
    private final AtomicBoolean willStart = new AtomicBoolean();
    private final BundleContext context;
    private final SynchronousBundleListener bundleListener = this::bundleChanged;
    private volatile @Nullable DeployFolder folder;
    private volatile boolean closed;
    /** The change that is being carried out. */
    private volatile @Nullable Intent underway;

    /**
     * A change that was begun, and those who wait for its end.
     *
     * @param taken whether it is being carried out, or was concluded without that
     */
    private record Begun(
            Change change,
            Optional<Archive> archive,
            Optional<String> file,
            Receipt receipt,
            AtomicBoolean taken,
            CompletableFuture<Receipt> end) {}

    @Activate
    public DefaultDeployments(
            BundleContext context,
            DeployConfig config,
            @Reference Surroundings surroundings,
            @Reference LeakWatch leaks) {
        this(context, Limits.of(config), surroundings, leaks, step -> {});
    }

    /** @param atStep told of each step before it is taken */
    DefaultDeployments(
            BundleContext context, Limits limits, Surroundings surroundings, LeakWatch leaks, Consumer<String> atStep) {
        this.context = context;
        this.surroundings = surroundings;
        this.leaks = leaks;
        this.atStep = atStep;
        Path base = Path.of(Objects.requireNonNullElse(context.getProperty("karaf.base"), "."));
        Path data = Path.of(Objects.requireNonNullElse(context.getProperty("karaf.data"), base.toString()));
        Instant start =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        LeftUploads.delete(Path.of(System.getProperty("java.io.tmpdir")), start);
        store = new Store(base.resolve("plugins"));
        unrestored.putAll(store.unreadable());
        FrameworkWiring framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        Kars kars = new Kars(surroundings, framework, data.resolve("kar"), store);
        bundles = new Bundles(context, framework);
        Planner planner = new Planner(store, bundles, surroundings);
        Path home = Path.of(Objects.requireNonNullElse(context.getProperty("karaf.home"), base.toString()));
        rules = new ArchiveRules(
                bundles,
                home.resolve(Objects.requireNonNullElse(context.getProperty("karaf.default.repository"), "system")),
                home.resolve("etc"));
        Path etc = Path.of(Objects.requireNonNullElse(
                context.getProperty("karaf.etc"), base.resolve("etc").toString()));
        changes = new Changes(store, bundles, kars, new KarSettings(surroundings, etc), planner, surroundings, limits);
        inspection = new Inspection(store, bundles, kars, rules, planner, surroundings, limits.maxArchiveBytes());
        receipts = new ReceiptBook(surroundings);
        standby = new Standby(store, changes, work, limits.standby(), changing::containsKey, this::whenCollected);
        context.addBundleListener(bundleListener);
        work.execute(this::restore);
    }

    /** Ends what waits. The change that is being carried out is finished or undone at the next start, as after a crash. */
    @Deactivate
    void close() {
        closed = true;
        context.removeBundleListener(bundleListener);
        work.close();
        for (Begun one : List.copyOf(begun.values())) {
            if (one.taken().getAndSet(true)) {
                end(one.receipt());
            } else {
                abandon(one);
            }
        }
    }

    /** Concludes a change that was queued and is not carried out. */
    private void abandon(Begun one) {
        begun.remove(one.receipt().id());
        Receipt undone = new Progress(one.receipt(), atStep, receipt -> {})
                .end(
                        one.receipt().from(),
                        Outcome.UNDONE,
                        "the platform went down before it was begun",
                        Optional.empty());
        receipts.save(undone);
        if (receipts.flush()) {
            release(undone.plugin(), undone.id(), one.archive());
        }
        one.end().complete(undone);
    }

    /** How much waits for the thread of changes. */
    int queued() {
        return work.queued();
    }

    private void restore() {
        Map<String, Store.Pending> pending = new HashMap<>();
        try {
            bundles.all().forEach(this::disableForbidden);
            store.pending().forEach(one -> pending.put(one.plugin(), one));
            pending.forEach((plugin, one) -> changing.put(plugin, one.id()));
            changes.reconcile(pending, (plugin, why) -> {
                unrestored.put(plugin, why);
                LOG.error("The plugin {} could not be restored: {}", plugin, why);
            });
            pending.values().forEach(this::conclude);
            standby.begin();
            restored.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            restored.completeExceptionally(new RefusedException(Reason.UNAVAILABLE, Work.STOPPED));
        } catch (Exception | Error e) {
            LOG.error("The plugins could not be restored", e);
            restored.completeExceptionally(new RefusedException(
                    Reason.UNAVAILABLE,
                    "the plugins could not be restored at the start: " + Words.of(e) + " (the log has the cause)"));
        }
    }

    /** What keeps this engine from its work, in words; empty if nothing does. */
    Optional<String> trouble() {
        if (!restored.isDone()) {
            return Optional.of("the plugins are being restored after the start");
        }
        try {
            restored.getNow(null);
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(Words.of(e));
        }
    }

    boolean isRestoring() {
        return !restored.isDone();
    }

    /** Why plugins could not be restored at the start, by their name. */
    Map<String, String> unrestored() {
        return Map.copyOf(unrestored);
    }

    /** Says what became of a change that a crash had cut. */
    private void conclude(Store.Pending pending) {
        try {
            if (!conclude(pending, surroundings.receipts)) {
                work.executeIn(RETRY_SECONDS, () -> conclude(pending));
                return;
            }
            store.end(pending.plugin());
            changing.remove(pending.plugin(), pending.id());
        } catch (IOException | RuntimeException e) {
            LOG.debug("The receipt {} cannot be written yet", pending.id(), e);
            work.executeIn(RETRY_SECONDS, () -> conclude(pending));
        }
    }

    private boolean conclude(Store.Pending pending, @Nullable ReceiptStore written) {
        if (written == null) {
            return false;
        }
        Optional<Store.Installed> plugin = store.installed(pending.plugin());
        String serves = plugin.map(Store.Installed::version).orElse("");
        Receipt known = written.receipt(pending.id())
                .orElseGet(() -> new Receipt(
                        pending.id(),
                        pending.kind(),
                        pending.plugin(),
                        pending.account(),
                        pending.origin(),
                        pending.from(),
                        pending.to(),
                        pending.from(),
                        pending.sideBySide(),
                        pending.began(),
                        Optional.empty(),
                        Outcome.RUNNING,
                        "",
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
        if (known.outcome() != Outcome.RUNNING) {
            return true;
        }
        boolean done = plugin.map(Store.Installed::build).equals(pending.after());
        Progress progress = new Progress(known, atStep, receipt -> {});
        String kept = "";
        if (done && !pending.purge().isEmpty()) {
            if (surroundings.data.isEmpty()) {
                return false;
            }
            kept = purge(pending, progress);
        }
        String reason = "the platform went down before it was done; "
                + (serves.isEmpty() ? "nothing of it is installed" : serves + " serves as before");
        written.save(
                progress.end(serves, done ? Outcome.DONE : Outcome.UNDONE, done ? kept : reason, Optional.empty()));
        LOG.info(
                "{}: {} of {} was cut by the platform going down, and is {}",
                known.id(),
                known.kind(),
                known.plugin(),
                done ? "finished" : "undone");
        return true;
    }

    /** Drops what a crash kept from being dropped: why it could not, or the empty string. */
    private String purge(Store.Pending pending, Progress progress) {
        try {
            Purge.rest(pending.purge(), surroundings).carryOut(progress);
            return "";
        } catch (Exception e) {
            LOG.debug("{}: the data of {} could not be dropped", pending.id(), pending.plugin(), e);
            return e instanceof ChangeFailedException failed ? failed.words() : Words.of(e);
        }
    }

    @Override
    public Plan plan(Change change) {
        awaitRestored();
        return inspection.plan(change, receipts.newId());
    }

    @Override
    public Receipt begin(Change change, String account) {
        return begin(change, account, Optional.empty()).receipt();
    }

    private Begun begin(Change change, String account, Optional<String> file) {
        awaitRestored();
        Optional<Archive> staged = change.archive().map(given -> inspection.stage(given, change.origin()));
        try {
            Intent intent = inspection.intent(change, staged, file);
            String id = receipts.newId();
            lock(intent.plugin(), id);
            try {
                // again: it may have been changed before the lock
                Intent locked = inspection.intent(change, staged, file);
                inspection.purge(change, locked);
                inspection.requireAgreed(change, locked);
                return begin(change, account, id, locked);
            } catch (RuntimeException e) {
                release(intent.plugin(), id, Optional.empty());
                throw e;
            }
        } catch (RuntimeException e) {
            staged.ifPresent(Inspection::delete);
            throw e;
        }
    }

    private void lock(String plugin, String id) {
        String other = changing.putIfAbsent(plugin, id);
        // a receipt says that its change has ended a moment before the plugin is released
        long until = System.nanoTime() + RELEASE_TIMEOUT.toNanos();
        while (other != null && hasEnded(other) && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RELEASE_LOOK_MILLIS));
            other = changing.putIfAbsent(plugin, id);
        }
        if (other != null) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    plugin + " is being changed"
                            + receipts.find(other)
                                    .map(receipt -> " since " + receipt.began())
                                    .orElse("")
                            + " (receipt " + other + "); try again when that is done");
        }
    }

    private boolean hasEnded(String id) {
        return receipts.find(id)
                .filter(receipt -> receipt.outcome() != Outcome.RUNNING)
                .isPresent();
    }

    private Begun begin(Change change, String account, String id, Intent intent) {
        intent.archive()
                .filter(archive -> change.archive().isPresent())
                .ifPresent(archive -> inspection.refuseFaulty(id, intent, archive));
        Receipt receipt = new Receipt(
                id,
                intent.kind(),
                intent.plugin(),
                account,
                change.origin().isEmpty() ? intent.origin() : change.origin(),
                intent.from(),
                intent.to(),
                intent.from(),
                intent.sideBySide(),
                Instant.now(),
                Optional.empty(),
                Outcome.RUNNING,
                "",
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        Begun made = new Begun(
                change,
                intent.archive().filter(archive -> change.archive().isPresent()),
                intent.file(),
                receipt,
                new AtomicBoolean(),
                new CompletableFuture<>());
        note(receipt, intent, inspection.purge(change, intent).bundles());
        receipts.open(receipt);
        begun.put(id, made);
        try {
            work.execute(() -> carryOut(made));
        } catch (RejectedExecutionException e) {
            if (!made.taken().getAndSet(true)) {
                abandon(made);
            }
            throw new RefusedException(Reason.UNAVAILABLE, Work.STOPPED);
        }
        return made;
    }

    /** Before the receipt: one that says RUNNING for ever would be worse than a pending change without one. */
    private void note(Receipt receipt, Intent intent, List<String> purge) {
        try {
            store.begin(new Store.Pending(
                    receipt.id(),
                    receipt.kind(),
                    receipt.plugin(),
                    intent.format(),
                    receipt.account(),
                    receipt.origin(),
                    intent.before(),
                    intent.build(),
                    receipt.sideBySide(),
                    receipt.began(),
                    changes.settingsOf(intent),
                    purge));
        } catch (IOException e) {
            throw Inspection.cannotStore(e);
        }
    }

    private void release(String plugin, String id, Optional<Archive> staged) {
        try {
            store.end(plugin);
        } catch (IOException e) {
            LOG.debug("The note of the change {} is deleted at the next start", id, e);
        }
        staged.ifPresent(Inspection::delete);
        changing.remove(plugin, id);
    }

    @Override
    public Receipt run(Change change, String account) {
        Begun made = begin(change, account, Optional.empty());
        try {
            return awaitEnd(made);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return receipts.find(made.receipt().id()).orElse(made.receipt());
        }
    }

    private void carryOut(Begun change) {
        if (change.taken().getAndSet(true)) {
            return;
        }
        Receipt asked = change.receipt();
        Progress progress = new Progress(asked, atStep, receipts::save);
        try {
            // planned again: other changes were carried out since it was asked for
            Intent intent = inspection.intent(change.change(), change.archive(), change.file());
            if (!intent.from().equals(asked.from())) {
                throw new ChangeFailedException("when it was asked for " + named(asked.from())
                        + " served, and now it is " + named(intent.from()) + "; look at the plan, and ask again");
            }
            progress.sideBySide(intent.sideBySide());
            carryOut(intent, change, progress);
        } catch (InterruptedException e) {
            // the platform stops: the next start finishes or undoes it
            Thread.currentThread().interrupt();
            end(progress.receipt());
        } catch (Exception | Error e) {
            if (e instanceof Error) {
                LOG.error("{}: {} of {} failed", asked.id(), asked.kind(), asked.plugin(), e);
            }
            finish(progress.end(serves(asked.plugin()), Outcome.FAILED, reason(asked, e), Optional.empty()));
        }
    }

    private static String named(String version) {
        return version.isEmpty() ? "no version" : version;
    }

    private String serves(String plugin) {
        return store.installed(plugin).map(Store.Installed::version).orElse("");
    }

    private static String reason(Receipt receipt, Throwable e) {
        String reason = e instanceof ChangeFailedException failed ? failed.words() : Words.of(e);
        // the receipt tells whoever asked
        LOG.info("{}: {} of {} {} failed: {}", receipt.id(), receipt.kind(), receipt.plugin(), receipt.to(), reason);
        LOG.debug("{}", receipt.id(), e);
        return reason;
    }

    private void carryOut(Intent looked, Begun change, Progress progress) throws Exception {
        Receipt asked = change.receipt();
        Traffic traffic = surroundings.traffic;
        TrafficAround around = traffic == null || looked.kind() == Kind.INSTALL ? null : new TrafficAround(traffic);
        Outcome outcome = Outcome.DONE;
        String reason = "";
        Changes.Retired retired = new Changes.Retired(List.of());
        long oldBytes = looked.before()
                .map(build -> store.bytes(looked.plugin(), build, looked.format()))
                .orElse(0L);
        try {
            Intent intent = change.archive().isPresent() ? kept(looked, progress) : looked;
            Purge purge = inspection.purge(change.change(), looked);
            List<TakeOver> takeOvers = inspection.requireAgreed(change.change(), looked);
            Set<String> taggers = Claims.taggers(takeOvers);
            Set<String> leaving = Claims.leaving(looked, store);
            // before they are there, so that there is one cut
            Set<String> allowed = allow(taggers);
            underway = intent;
            try {
                retired = changes.carryOut(intent, progress, around);
            } catch (Exception | Error e) {
                handBack(allowed);
                throw e;
            } finally {
                underway = null;
            }
            handBack(leaving);
            takeOvers.forEach(one -> progress.check(new Check(
                    one.kind() + " " + one.name(), true, "taken over by " + one.to() + " from " + one.from())));
            Inspection.hints(intent).forEach(hint -> progress.check(new Check("hint", false, hint)));
            purge.carryOut(progress);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            reason = reason(asked, e);
            Optional<Store.Build> now = store.installed(asked.plugin()).map(Store.Installed::build);
            // once it is noted there is no way back: the next start finishes it
            boolean noted = now.equals(looked.build()) && !now.equals(looked.before());
            outcome = noted ? Outcome.DONE : Outcome.FAILED;
        }
        if (outcome == Outcome.DONE && reason.isEmpty() && !progress.waits().isEmpty()) {
            outcome = Outcome.INCOMPLETE;
            reason = progress.waits();
        }
        TrafficCounts end = around == null ? null : around.end();
        Optional<Cut> cut = around == null || end == null ? Optional.empty() : Optional.of(around.cut(end));
        Receipt receipt = progress.end(serves(asked.plugin()), outcome, reason, cut);
        LOG.info("{}: {} of {} is {}", asked.id(), asked.kind(), asked.plugin(), outcome);
        finish(receipt);
        if (around != null && end != null) {
            work.schedule(TrafficAround.WINDOW.toSeconds(), () -> measureAfter(receipt.id(), around, end));
        }
        if (outcome == Outcome.DONE || outcome == Outcome.INCOMPLETE) {
            unrestored.remove(receipt.plugin());
            followUp(receipt, retired, oldBytes);
        }
    }

    /** Lets taggers take layers over: the names of those that could not before. */
    private Set<String> allow(Set<String> taggers) {
        TakeOvers owners = surroundings.takeOvers;
        Set<String> allowed = new HashSet<>(taggers);
        if (owners != null && !taggers.isEmpty()) {
            allowed.removeAll(owners.allowed());
            owners.allow(taggers);
        }
        return allowed;
    }

    private void handBack(Set<String> taggers) {
        TakeOvers owners = surroundings.takeOvers;
        if (owners != null && !taggers.isEmpty()) {
            owners.end(taggers);
        }
    }

    private Intent kept(Intent intent, Progress progress) throws Exception {
        Archive staged = intent.archive().orElseThrow();
        Archive[] kept = new Archive[1];
        progress.step(
                "copied the archive",
                () -> kept[0] = store.keep(staged, intent.build().orElseThrow()));
        return intent.kept(kept[0]);
    }

    /** Keeps a change's last receipt, and only then forgets that it was going on. */
    private void finish(Receipt receipt) {
        receipts.save(receipt);
        Begun change = begun.get(receipt.id());
        release(receipt.plugin(), receipt.id(), change == null ? Optional.empty() : change.archive());
        end(receipt);
    }

    private void end(Receipt receipt) {
        Begun change = begun.remove(receipt.id());
        if (change != null) {
            change.end().complete(receipt);
        }
        flushLater();
    }

    /** Writes receipts again while the database does not take them. */
    private void flushLater() {
        if (!receipts.flush()) {
            work.schedule(RETRY_SECONDS, this::flushLater);
        }
    }

    private void followUp(Receipt receipt, Changes.Retired retired, long oldBytes) {
        Optional<Store.Build> old = store.installed(receipt.plugin()).flatMap(Store.Installed::standby);
        if (old.isPresent()) {
            standby.begin(receipt.plugin(), old.get(), receipt.id());
            return;
        }
        whenCollected(retired.bundles(), receipt.id(), oldBytes);
    }

    private void whenCollected(List<Long> retired, String receipt, long bytes) {
        if (retired.isEmpty()) {
            return;
        }
        CompletableFuture<?>[] all = retired.stream()
                .map(id -> leaks.collected(id).toCompletableFuture().thenAccept(gone -> {
                    if (!gone) {
                        throw new IllegalStateException("bundle " + id + " leaks");
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all)
                .thenRun(() -> work.schedule(0, () -> receipts.amend(receipt, known -> known.withBytesFreed(bytes))));
    }

    private void measureAfter(String id, TrafficAround around, TrafficCounts end) {
        long p99 = around.p99Since(end);
        receipts.amend(id, known -> known.traffic()
                .map(cut -> known.withTraffic(cut.withP99After(p99)))
                .orElse(known));
    }

    private void awaitRestored() {
        try {
            restored.get(RESTORE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Reason.UNAVAILABLE, Work.STOPPED);
        } catch (ExecutionException e) {
            throw new RefusedException(Reason.UNAVAILABLE, Words.of(e));
        } catch (TimeoutException e) {
            throw new RefusedException(
                    Reason.UNAVAILABLE, "the plugins are being restored after the start; try again in a moment");
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

    /** Names of plugins by the file in the deploy folder that they follow. */
    Map<String, String> following() {
        Map<String, String> following = new HashMap<>();
        store.installed().values().forEach(plugin -> plugin.file()
                .ifPresent(file -> following.put(file, plugin.name())));
        return following;
    }

    /** Rises with each change of bundles other than trials. */
    long bundleChanges() {
        return bundleChanges.get();
    }

    /**
     * Makes a plugin what a file in the deploy folder is.
     *
     * @return the receipt; empty if it is so already
     * @throws RefusedException if the file is refused
     */
    Optional<Receipt> follow(String name, Path file) throws InterruptedException {
        awaitRestored();
        Archive archive = Archive.known(file, DeployFolder.NAME + name);
        Store.Installed current = store.installed(archive.name()).orElse(null);
        if (current == null) {
            return Optional.of(awaitEnd(
                    begin(Change.install(file, DeployFolder.NAME + name), DeployFolder.NAME, Optional.of(name))));
        }
        if (current.file().isEmpty()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    current.name() + " " + current.version() + " was installed by plugin:install, over REST or in the"
                            + " console" + (current.origin().isEmpty() ? "" : ", from " + current.origin())
                            + "; use plugin:upgrade, or remove it there first");
        }
        String before = current.file().get();
        if (!before.equals(name) && Files.exists(file.resolveSibling(before))) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    DeployFolder.NAME + before + " is the plugin " + current.name()
                            + " already; delete that file, or copy the new version over it");
        }
        if (isSame(file, current)) {
            if (!before.equals(name)) {
                rename(current, name);
            }
            return Optional.empty();
        }
        Change upgrade = Change.upgrade(current.name(), file, DeployFolder.NAME + name, true)
                .withForce();
        return Optional.of(awaitEnd(begin(upgrade, DeployFolder.NAME, Optional.of(name))));
    }

    private boolean isSame(Path file, Store.Installed current) {
        try {
            return !unrestored.containsKey(current.name())
                    && Files.mismatch(file, store.file(current.name(), current.build(), current.format())) < 0;
        } catch (IOException e) {
            throw new RefusedException(Reason.BAD_ARCHIVE, file + " cannot be read: " + Words.of(e));
        }
    }

    private void rename(Store.Installed plugin, String file) {
        try {
            store.commit(plugin.following(file));
        } catch (IOException e) {
            throw Inspection.cannotStore(e);
        }
    }

    /** Removes a plugin whose file was deleted from the deploy folder. */
    void unfollow(String name, String plugin) throws InterruptedException {
        awaitEnd(begin(Change.remove(plugin), DeployFolder.NAME, Optional.of(name)));
    }

    private static Receipt awaitEnd(Begun change) throws InterruptedException {
        try {
            return change.end().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The archive of the plugin's bundle that has a location; empty if there is none. */
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

    /** Whether an operator gave a bundle a permission with a change: one that was made, or the one that is being made. */
    boolean allows(Bundle bundle, String permission) {
        Intent now = underway;
        return now != null
                        && now.allowed().contains(permission)
                        && isOf(bundle, now.plugin(), now.format(), () -> now.archive().stream())
                || store.installed().values().stream()
                        .filter(plugin -> plugin.allowed().contains(permission))
                        .anyMatch(plugin ->
                                isOf(bundle, plugin.name(), plugin.format(), () -> Stream.of(store.archive(plugin))));
    }

    private static boolean isOf(Bundle bundle, String plugin, Plugin.Format format, Supplier<Stream<Archive>> archive) {
        return format == Plugin.Format.JAR
                ? bundle.getLocation().startsWith(Bundles.LOCATION) && plugin.equals(bundle.getSymbolicName())
                : archive.get().map(Kars::locations).anyMatch(locations -> Bundles.sources(bundle)
                        .anyMatch(locations::contains));
    }

    private void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (Bundles.isTrial(bundle)) {
            return;
        }
        switch (event.getType()) {
            case BundleEvent.INSTALLED, BundleEvent.UNINSTALLED -> bundleChanges.incrementAndGet();
            case BundleEvent.RESOLVED -> {
                bundleChanges.incrementAndGet();
                startWaitingSoon();
                disableForbiddenSoon(bundle);
            }
            case BundleEvent.UPDATED -> {
                bundleChanges.incrementAndGet();
                if (bundle.getLocation().startsWith(Bundles.LOCATION)
                        && !changing.containsKey(bundle.getSymbolicName())
                        && !serves(bundle.getSymbolicName())
                                .equals(bundle.getVersion().toString())
                        && restored.isDone()) {
                    LOG.warn(
                            "{} is now {}, and was not changed by plugin:upgrade: the next start brings {} back."
                                    + " plugin:upgrade <archive> changes it for good, with a receipt",
                            bundle.getSymbolicName(),
                            bundle.getVersion(),
                            serves(bundle.getSymbolicName()));
                }
            }
            default -> {
                // what starts and stops brings and takes no packages
            }
        }
    }

    /** What has come may be what others wait for. */
    private void startWaitingSoon() {
        if (restored.isDone() && !closed && !willStart.getAndSet(true)) {
            try {
                work.execute(this::startWaiting);
            } catch (RejectedExecutionException e) {
                LOG.debug("nothing is started any more", e);
            }
        }
    }

    /** One that no resolver hook could keep from being resolved, since others were resolved with it. */
    private void disableForbiddenSoon(Bundle bundle) {
        if (restored.isDone() && !closed && Bundles.isBrought(bundle)) {
            try {
                work.execute(() -> disableForbidden(bundle));
            } catch (RejectedExecutionException e) {
                LOG.debug("the next start disables what may not run", e);
            }
        }
    }

    private void disableForbidden(Bundle bundle) {
        if (bundle.getState() != Bundle.INSTALLED && bundle.getState() != Bundle.UNINSTALLED) {
            ruleBrokenBy(bundle).ifPresent(rule -> {
                LOG.warn("{} [{}] is stopped: {}", bundle.getLocation(), bundle.getBundleId(), rule);
                bundles.disable(bundle);
            });
        }
    }

    /** Starts plugins that are set to start and could not be resolved, since what provides their imports was removed. */
    private void startWaiting() {
        willStart.set(false);
        for (Bundle bundle : bundles.all()) {
            if (bundle.getState() == Bundle.INSTALLED
                    && !Bundles.isTrial(bundle)
                    && !PlatformBundles.contains(bundle)
                    && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted()
                    && ruleBrokenBy(bundle).isEmpty()) {
                try {
                    bundle.start(Bundle.START_TRANSIENT);
                    LOG.info(
                            "{} {} is started again: what it needs is back",
                            bundle.getSymbolicName(),
                            bundle.getVersion());
                } catch (BundleException | IllegalStateException e) {
                    LOG.debug("{} {} still waits", bundle.getSymbolicName(), bundle.getVersion(), e);
                }
            }
        }
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
    public List<String> unresolved(long bundle) {
        Bundle its = context.getBundle(bundle);
        Optional<String> broken =
                its == null || its.getState() != Bundle.INSTALLED ? Optional.empty() : ruleBrokenBy(its);
        return broken.map(List::of).orElseGet(() -> bundles.unresolved(bundle));
    }

    /** Why a bundle may not be resolved that one of Karaf's own commands brought. */
    Optional<String> ruleBrokenBy(Bundle bundle) {
        return Bundles.isBrought(bundle) ? rules.brokenBy(bundle).or(() -> inspection.fault(bundle)) : Optional.empty();
    }
}
