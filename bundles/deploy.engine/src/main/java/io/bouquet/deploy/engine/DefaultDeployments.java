package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Cut;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.ReceiptStore;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks changes over, queues them, and keeps their receipts. One is carried out at a time, on a thread of its own, since
 * what two would refresh at once nobody could foresee.
 */
// immediate: what a crash has left is put right at start, asked or not
@Component(immediate = true, configurationPid = DeployConfig.PID)
@Designate(ocd = DeployConfig.class)
public final class DefaultDeployments implements Deployments {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultDeployments.class);
    private static final Duration FOR_THE_RECEIPTS = Duration.ofSeconds(10);
    private static final long RETRY_SECONDS = 1;

    private final Surroundings surroundings;
    private final LeakWatch leaks;
    private final Limits limits;
    private final Consumer<String> atStep;
    private final Store store;
    private final Kars kars;
    private final Bundles bundles;
    private final Planner planner;
    private final Changes changes;
    private final ScheduledThreadPoolExecutor thread;
    private final CompletableFuture<Void> reconciled = new CompletableFuture<>();
    /** Receipts by id that are not in the store as they are: of changes that go on, and while there is no store. */
    private final Map<String, Receipt> unsaved = new ConcurrentHashMap<>();
    /** Ids of receipts by the plugin that is being changed. */
    private final Map<String, String> changing = new ConcurrentHashMap<>();

    /** Receipts that wait for a version on standby to go, by plugin and version. */
    private final Map<String, String> standbyReceipts = new ConcurrentHashMap<>();

    private final Map<String, CompletableFuture<Receipt>> ends = new ConcurrentHashMap<>();
    private long lastId;

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
        this.surroundings = surroundings;
        this.leaks = leaks;
        this.limits = limits;
        this.atStep = atStep;
        Path base = Path.of(Objects.requireNonNullElse(context.getProperty("karaf.base"), "."));
        Path data = Path.of(Objects.requireNonNullElse(context.getProperty("karaf.data"), base.toString()));
        store = new Store(base.resolve("plugins"));
        FrameworkWiring framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        kars = new Kars(surroundings, framework, data.resolve("kar"), store, this::archive);
        bundles = new Bundles(context, framework, kars::locations);
        planner = new Planner(store, bundles, surroundings, limits.maxArchiveBytes());
        changes = new Changes(store, bundles, kars, planner, surroundings, limits);
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "bouquet-deploy");
            made.setDaemon(true);
            // otherwise it would keep that of the thread that starts us
            made.setContextClassLoader(DefaultDeployments.class.getClassLoader());
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.execute(this::reconcile);
    }

    /** What is half done then is finished or undone at the next start, as after a crash. */
    @Deactivate
    void close() {
        thread.shutdownNow();
    }

    private Archive archive(Store.Installed plugin) {
        return changes.archive(plugin);
    }

    private void reconcile() {
        Map<String, Store.Pending> pending = new HashMap<>();
        try {
            store.pending().forEach(one -> pending.put(one.plugin(), one));
            pending.forEach((plugin, one) -> changing.put(plugin, one.id()));
            changes.reconcile(pending);
            pending.values().forEach(this::conclude);
            store.installed().values().stream()
                    .filter(plugin -> plugin.standby().isPresent())
                    .forEach(plugin -> endStandbyLater(plugin.name()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("The plugins could not be made what they were", e);
        }
        reconciled.complete(null);
    }

    /** Says what became of a change that a crash had cut. */
    private void conclude(Store.Pending pending) {
        ReceiptStore receipts = surroundings.receipts;
        if (receipts == null) {
            later(() -> conclude(pending), RETRY_SECONDS);
            return;
        }
        try {
            String serves = store.installed(pending.plugin())
                    .map(Store.Installed::version)
                    .orElse("");
            Receipt known = receipts.receipt(pending.id())
                    .orElseGet(() -> begun(
                            pending.id(),
                            pending.kind(),
                            pending.plugin(),
                            pending.account(),
                            pending.origin(),
                            pending.from(),
                            pending.to(),
                            pending.sideBySide(),
                            pending.began()));
            if (known.outcome() == Outcome.RUNNING) {
                boolean done = serves.equals(pending.to());
                Receipt ended = new Progress(known, atStep, this::save)
                        .end(
                                serves,
                                done ? Outcome.DONE : Outcome.UNDONE,
                                done
                                        ? ""
                                        : "the platform went down before it was done; "
                                                + (serves.isEmpty()
                                                        ? "nothing of it is installed"
                                                        : serves + " serves as before"),
                                Optional.empty());
                receipts.save(ended);
                LOG.info(
                        "{}: {} of {} was cut by the platform going down, and is {}",
                        ended.id(),
                        ended.kind(),
                        ended.plugin(),
                        done ? "finished" : "undone");
            }
            store.end(pending.plugin());
            changing.remove(pending.plugin(), pending.id());
        } catch (IOException | RuntimeException e) {
            LOG.warn("The receipt {} cannot be written yet", pending.id(), e);
            later(() -> conclude(pending), RETRY_SECONDS);
        }
    }

    @Override
    public Plan plan(Change change) {
        awaitReconciled();
        Intent intent = planner.intent(change);
        List<String> faults = intent.archive()
                .filter(archive -> !intent.loaded())
                .map(archive -> faults(newId(), archive))
                .orElse(List.of());
        return planner.plan(intent, faults);
    }

    @Override
    public Receipt begin(Change change, String account) {
        awaitReconciled();
        Intent looked = planner.intent(change);
        String id = newId();
        String other = changing.putIfAbsent(looked.plugin(), id);
        if (other != null) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    looked.plugin() + " is being changed"
                            + receipt(other)
                                    .map(receipt -> " since " + receipt.began())
                                    .orElse("")
                            + " (receipt " + other + "); try again when that is done");
        }
        Optional<Path> staged = Optional.empty();
        try {
            // again: it may have been changed between
            Intent intent = planner.intent(change);
            ReceiptStore receipts = receipts();
            if (change.archive().isPresent()) {
                staged = Optional.of(stage(change.archive().get()));
                refuseFaulty(id, intent, staged.get());
            }
            Receipt receipt = begun(
                    id,
                    intent.kind(),
                    intent.plugin(),
                    account,
                    change.origin(),
                    intent.from(),
                    intent.to(),
                    intent.sideBySide(),
                    Instant.now());
            // before the receipt: one that says RUNNING for ever would be worse than a pending change without one
            begin(receipt, intent);
            unsaved.put(id, receipt);
            receipts.save(receipt);
            ends.put(id, new CompletableFuture<>());
            Optional<Path> copy = staged;
            thread.execute(() -> carryOut(intent, copy, receipt));
            return receipt;
        } catch (RejectedExecutionException e) {
            release(id, looked.plugin(), staged);
            throw new RefusedException(Reason.UNAVAILABLE, "the platform stops");
        } catch (RuntimeException e) {
            release(id, looked.plugin(), staged);
            throw e;
        }
    }

    private void begin(Receipt receipt, Intent intent) {
        try {
            store.begin(new Store.Pending(
                    receipt.id(),
                    receipt.kind(),
                    receipt.plugin(),
                    intent.format(),
                    receipt.account(),
                    receipt.origin(),
                    receipt.from(),
                    receipt.to(),
                    receipt.sideBySide(),
                    receipt.began()));
        } catch (IOException e) {
            throw cannotStore(e);
        }
    }

    private void refuseFaulty(String id, Intent intent, Path staged) {
        List<String> faults = faults(id, Archive.read(staged, intent.origin(), Long.MAX_VALUE));
        if (!faults.isEmpty()) {
            throw new RefusedException(
                    Reason.BAD_ARCHIVE,
                    intent.plugin() + " " + intent.to() + " cannot run here: " + String.join("; ", faults));
        }
    }

    /** What would go wrong with an archive, as far as it can be seen without installing it for good. */
    private synchronized List<String> faults(String id, Archive archive) {
        try {
            List<String> faults = new ArrayList<>();
            List<String> missing = archive.format() == Format.KAR ? kars.trial(archive) : bundles.trial(id, archive);
            if (!missing.isEmpty()) {
                faults.add(
                        String.join("; ", missing) + ". Install what provides it first, or build against what is here");
            }
            surroundings.checks.forEach(check -> faults.addAll(check.faults(archive.headers(), archive.entries())));
            return faults;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Reason.UNAVAILABLE, "the platform stops");
        } catch (Exception e) {
            LOG.debug("{} {} cannot be tried", archive.name(), archive.version(), e);
            throw new RefusedException(Reason.UNAVAILABLE, "the archive cannot be tried: " + Words.of(e));
        }
    }

    private Path stage(Path archive) {
        try {
            return store.stage(archive);
        } catch (IOException e) {
            throw cannotStore(e);
        }
    }

    private static RefusedException cannotStore(IOException e) {
        return new RefusedException(
                Reason.UNAVAILABLE,
                "the archive cannot be stored: " + Words.of(e) + " (is the disk of the data folder full?)");
    }

    private void release(String id, String plugin, Optional<Path> staged) {
        unsaved.remove(id);
        ends.remove(id);
        try {
            store.end(plugin);
            if (staged.isPresent()) {
                Files.deleteIfExists(staged.get());
            }
        } catch (IOException e) {
            LOG.debug("What was staged is deleted at the next start", e);
        }
        changing.remove(plugin, id);
    }

    @Override
    public Receipt run(Change change, String account) {
        Receipt receipt = begin(change, account);
        CompletableFuture<Receipt> end = ends.get(receipt.id());
        try {
            return end == null ? receipt(receipt.id()).orElse(receipt) : end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return receipt(receipt.id()).orElse(receipt);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void carryOut(Intent looked, Optional<Path> staged, Receipt begun) {
        Progress progress = new Progress(begun, atStep, this::save);
        Traffic traffic = surroundings.traffic;
        TrafficAround around = traffic == null || looked.kind() == Kind.INSTALL ? null : new TrafficAround(traffic);
        Outcome outcome = Outcome.FAILED;
        String reason = "";
        Changes.Retired retired = new Changes.Retired(List.of());
        long oldBytes = bytes(looked);
        try {
            Intent intent = staged.isPresent() ? kept(looked, staged.get(), progress) : looked;
            retired = changes.carryOut(intent, progress, around);
            outcome = Outcome.DONE;
        } catch (InterruptedException e) {
            // the platform stops: the next start finishes or undoes it
            Thread.currentThread().interrupt();
            end(progress.receipt());
            return;
        } catch (Exception e) {
            reason = e instanceof ChangeFailedException failed ? failed.words() : Words.of(e);
            LOG.warn("{}: {} of {} {} failed: {}", begun.id(), begun.kind(), begun.plugin(), begun.to(), reason);
            LOG.debug("{}", begun.id(), e);
        }
        String serves =
                store.installed(begun.plugin()).map(Store.Installed::version).orElse("");
        // once it is noted there is no way back: the next start finishes it
        if (outcome == Outcome.FAILED && serves.equals(begun.to()) && !serves.equals(begun.from())) {
            outcome = Outcome.DONE;
        }
        TrafficCounts end = around == null ? null : around.end();
        Optional<Cut> cut = around == null || end == null ? Optional.empty() : Optional.of(around.cut(end));
        Receipt receipt = progress.end(serves, outcome, reason, cut);
        LOG.info("{}: {} of {} is {}", begun.id(), begun.kind(), begun.plugin(), outcome);
        finish(receipt);
        if (outcome == Outcome.DONE) {
            followUp(receipt, around, end, retired, oldBytes);
        } else if (around != null && end != null) {
            later(() -> measureAfter(receipt.id(), around, end), TrafficAround.WINDOW.toSeconds());
        }
    }

    private Intent kept(Intent intent, Path staged, Progress progress) throws Exception {
        progress.step("copied the archive", () -> store.keep(staged, intent.plugin(), intent.to(), intent.format()));
        Path file = store.archive(intent.plugin(), intent.to(), intent.format());
        return new Intent(
                intent.kind(),
                intent.plugin(),
                intent.format(),
                intent.origin(),
                intent.current(),
                Optional.of(Archive.read(file, intent.origin(), Long.MAX_VALUE)),
                intent.sideBySide(),
                intent.loaded());
    }

    private long bytes(Intent intent) {
        try {
            return intent.from().isEmpty()
                    ? 0
                    : Files.size(store.archive(intent.plugin(), intent.from(), intent.format()));
        } catch (IOException e) {
            return 0;
        }
    }

    /** Keeps a change's last receipt, and only then forgets that it was going on. */
    private void finish(Receipt receipt) {
        unsaved.put(receipt.id(), receipt);
        save(receipt);
        try {
            store.end(receipt.plugin());
        } catch (IOException e) {
            LOG.warn("The folder of {} cannot be cleared", receipt.plugin(), e);
        }
        changing.remove(receipt.plugin(), receipt.id());
        end(receipt);
    }

    private void end(Receipt receipt) {
        CompletableFuture<Receipt> end = ends.remove(receipt.id());
        if (end != null) {
            end.complete(receipt);
        }
    }

    private void followUp(
            Receipt receipt,
            @Nullable TrafficAround around,
            @Nullable TrafficCounts end,
            Changes.Retired retired,
            long oldBytes) {
        if (around != null && end != null) {
            later(() -> measureAfter(receipt.id(), around, end), TrafficAround.WINDOW.toSeconds());
        }
        Optional<Store.Installed> plugin = store.installed(receipt.plugin());
        if (plugin.isPresent() && plugin.get().standby().isPresent()) {
            endStandbyLater(receipt.plugin());
            standbyReceipts.put(receipt.plugin() + "/" + plugin.get().standby().get(), receipt.id());
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
                .thenRun(() -> later(() -> amend(receipt, known -> known.withBytesFreed(bytes)), 0));
    }

    private void measureAfter(String id, TrafficAround around, TrafficCounts end) {
        long p99 = around.p99Since(end);
        amend(id, known -> known.traffic()
                .map(cut -> known.withTraffic(cut.withP99After(p99)))
                .orElse(known));
    }

    private void endStandbyLater(String plugin) {
        later(() -> endStandby(plugin), Math.max(1, limits.standby().toSeconds()));
    }

    private void endStandby(String name) {
        Store.Installed plugin = store.installed(name).orElse(null);
        if (plugin == null || plugin.standby().isEmpty()) {
            return;
        }
        Duration since = Duration.between(plugin.since(), Instant.now());
        if (since.toSeconds() + 1 < limits.standby().toSeconds() && !since.isNegative()) {
            // of a later change, which has a deadline of its own
            later(() -> endStandby(name), limits.standby().toSeconds() - since.toSeconds());
            return;
        }
        String standby = plugin.standby().get();
        long bytes = bytesOf(plugin, standby);
        try {
            Optional<List<Long>> retired = changes.endStandby(plugin);
            if (retired.isEmpty()) {
                endStandbyLater(name);
                return;
            }
            String receipt = standbyReceipts.remove(name + "/" + standby);
            if (receipt != null) {
                whenCollected(retired.get(), receipt, bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("{} {} could not be uninstalled", name, standby, e);
        }
    }

    private long bytesOf(Store.Installed plugin, String version) {
        try {
            return Files.size(store.archive(plugin.name(), version, plugin.format()));
        } catch (IOException e) {
            return 0;
        }
    }

    @FunctionalInterface
    private interface Amendment {
        Receipt of(Receipt known);
    }

    private void amend(String id, Amendment amendment) {
        receipt(id).map(amendment::of).ifPresent(this::save);
    }

    private void later(Runnable work, long seconds) {
        try {
            thread.schedule(work, seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The platform stops", e);
        }
    }

    /** Writes a receipt; while that cannot be, it is kept here, and written with the next. */
    private void save(Receipt receipt) {
        ReceiptStore receipts = surroundings.receipts;
        unsaved.put(receipt.id(), receipt);
        if (receipts == null) {
            return;
        }
        for (Receipt one : List.copyOf(unsaved.values())) {
            try {
                receipts.save(one);
                if (one.outcome() != Outcome.RUNNING) {
                    unsaved.remove(one.id(), one);
                }
            } catch (RuntimeException e) {
                LOG.warn("The receipt {} cannot be written yet", one.id(), e);
            }
        }
    }

    private ReceiptStore receipts() {
        long until = System.nanoTime() + FOR_THE_RECEIPTS.toNanos();
        ReceiptStore receipts = surroundings.receipts;
        while (receipts == null
                && System.nanoTime() < until
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            receipts = surroundings.receipts;
        }
        if (receipts == null) {
            throw new RefusedException(
                    Reason.UNAVAILABLE,
                    "nothing keeps receipts now, and no change is made without one (is the database there?"
                            + " health:check tells)");
        }
        return receipts;
    }

    private void awaitReconciled() {
        try {
            reconciled.get(FOR_THE_RECEIPTS.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Reason.UNAVAILABLE, "the platform stops");
        } catch (ExecutionException | TimeoutException e) {
            throw new RefusedException(
                    Reason.UNAVAILABLE, "the plugins are being restored after the start; try again in a moment");
        }
    }

    private static Receipt begun(
            String id,
            Kind kind,
            String plugin,
            String account,
            String origin,
            String from,
            String to,
            boolean sideBySide,
            Instant began) {
        return new Receipt(
                id,
                kind,
                plugin,
                account,
                origin,
                from,
                to,
                from,
                sideBySide,
                began,
                Optional.empty(),
                Outcome.RUNNING,
                "",
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private synchronized String newId() {
        lastId = Math.max(lastId + 1, System.currentTimeMillis());
        return ReceiptId.of(lastId);
    }

    @Override
    public Optional<Receipt> receipt(String id) {
        Receipt known = unsaved.get(id);
        ReceiptStore receipts = surroundings.receipts;
        return known != null || receipts == null ? Optional.ofNullable(known) : receipts.receipt(id);
    }

    @Override
    public List<Receipt> receipts(ReceiptQuery query) {
        return receipts().receipts(query);
    }

    @Override
    public long count(ReceiptQuery query) {
        return receipts().count(query);
    }

    @Override
    public List<Plugin> plugins() {
        List<Plugin> plugins = new ArrayList<>();
        for (Store.Installed plugin : store.installed().values()) {
            plugins.add(new Plugin(
                    plugin.name(),
                    plugin.version(),
                    plugin.standby(),
                    plugin.previous().stream().findFirst(),
                    plugin.format(),
                    plugin.origin(),
                    plugin.since()));
        }
        return plugins;
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
        return bundles.unresolved(bundle);
    }
}
