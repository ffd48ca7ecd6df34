package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plan.TakeOver;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Check;
import io.bouquet.deploy.Receipt.Cut;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.tagging.TakeOvers;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins changes, queues them and carries them out. One change is carried out at a time, on a separate thread, because
 * two changes could refresh the same bundles. Thread-safe.
 */
final class ChangeRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeRunner.class);
    private static final long RETRY_SECONDS = 1;

    private final Surroundings surroundings;
    private final Consumer<String> atStep;
    private final Store store;
    private final PluginFormat.All formats;
    private final ReceiptBook receipts;
    private final Inspection inspection;
    private final PluginLocks locks;
    private final Work work;
    private final Standby standby;
    private final ReceiptAmendments amendments;
    private final Consumer<String> onDone;
    private final OnFailed onFailed;
    /** Changes that have not ended, by the id of their receipt. */
    private final Map<String, BegunChange> begun = new ConcurrentHashMap<>();

    private volatile @Nullable Intent underway;

    /** Learns why a change of a plugin to a version was refused or has failed. */
    @FunctionalInterface
    interface OnFailed {
        void accept(String plugin, String version, List<Finding> findings);
    }

    /**
     * @param atStep called before each step with its description
     * @param onDone called with the name of each plugin whose change has succeeded
     * @param onFailed called with each change that was refused or has failed
     */
    ChangeRunner(
            Surroundings surroundings,
            Consumer<String> atStep,
            Store store,
            PluginFormat.All formats,
            ReceiptBook receipts,
            Inspection inspection,
            PluginLocks locks,
            Work work,
            Standby standby,
            ReceiptAmendments amendments,
            Consumer<String> onDone,
            OnFailed onFailed) {
        this.surroundings = surroundings;
        this.atStep = atStep;
        this.store = store;
        this.formats = formats;
        this.receipts = receipts;
        this.inspection = inspection;
        this.locks = locks;
        this.work = work;
        this.standby = standby;
        this.amendments = amendments;
        this.onDone = onDone;
        this.onFailed = onFailed;
    }

    /** Returns the change that is being carried out. */
    Optional<Intent> underway() {
        return Optional.ofNullable(underway);
    }

    /** Abandons the queued changes. The next start finishes or undoes the change that is being carried out. */
    void close() {
        for (BegunChange one : List.copyOf(begun.values())) {
            if (one.taken().getAndSet(true)) {
                end(one.receipt());
            } else {
                abandon(one);
            }
        }
    }

    /** Ends a queued change that will not be carried out. */
    private void abandon(BegunChange one) {
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
        DeploymentEvents.publish(surroundings.events, DeploymentEvents.ENDED, undone);
        one.end().complete(undone);
    }

    /**
     * Checks a change, makes its receipt and queues it.
     *
     * @param file the name of the file in the deploy folder that the plugin is to follow
     * @throws RefusedException if the change is refused; nothing is changed then
     */
    BegunChange begin(Change change, String account, Optional<String> file) {
        Optional<Archive> staged = change.archive().map(given -> inspection.stage(given, change.origin()));
        try {
            Intent intent = inspection.intent(change, staged, file);
            String id = receipts.newId();
            locks.lock(intent.plugin(), id);
            try {
                // check again: the plugin may have changed before it was locked
                Intent locked = inspection.intent(change, staged, file);
                Purge purge = inspection.purge(change, locked);
                inspection.requireAgreed(change, locked);
                return begin(change, account, id, locked, purge);
            } catch (RuntimeException e) {
                release(intent.plugin(), id, Optional.empty());
                throw e;
            }
        } catch (RuntimeException e) {
            if (e instanceof RefusedException refused) {
                staged.ifPresent(archive -> note(archive, refused));
            }
            staged.ifPresent(Inspection::delete);
            throw e;
        }
    }

    /** Keeps why an archive cannot run here. Other refusals, such as of a version that is installed, say nothing of it. */
    private void note(Archive archive, RefusedException refused) {
        if (refused.reason() == Reason.BAD_ARCHIVE
                || refused.reason() == Reason.FORBIDDEN
                || store.installed(archive.name()).isEmpty()) {
            onFailed.accept(archive.name(), archive.version(), refused.findings());
        }
    }

    private BegunChange begin(Change change, String account, String id, Intent intent, Purge purge) {
        intent.archive()
                .filter(archive -> change.archive().isPresent())
                .ifPresent(archive -> inspection.refuseFaulty(id, intent, archive));
        Receipt receipt = Receipt.begun(
                id,
                intent.kind(),
                intent.plugin(),
                account,
                change.origin().isEmpty() ? intent.origin() : change.origin(),
                intent.from(),
                intent.to(),
                intent.sideBySide(),
                Instant.now());
        BegunChange made = new BegunChange(
                change,
                intent.archive().filter(archive -> change.archive().isPresent()),
                intent.file(),
                receipt,
                new AtomicBoolean(),
                new CompletableFuture<>());
        note(receipt, intent, purge.bundles());
        receipts.open(receipt);
        begun.put(id, made);
        DeploymentEvents.publish(surroundings.events, DeploymentEvents.BEGUN, receipt);
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

    /**
     * Stores the pending change before its receipt: after a crash, a receipt without a pending change would stay
     * RUNNING.
     */
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
                    formats.of(intent.format()).settingsOf(intent),
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
        locks.unlock(plugin, id);
    }

    private void carryOut(BegunChange change) {
        if (change.taken().getAndSet(true)) {
            return;
        }
        Receipt asked = change.receipt();
        Progress progress = new Progress(asked, atStep, receipts::save);
        try {
            // plan again: other changes may have been carried out since the request
            Intent intent = inspection.intent(change.change(), change.archive(), change.file());
            if (!intent.from().equals(asked.from())) {
                throw new ChangeFailedException("when the change was requested, " + named(asked.from())
                        + " served, and now it is " + named(intent.from()) + "; check the plan and try again");
            }
            progress.sideBySide(intent.sideBySide());
            carryOut(intent, change, progress);
        } catch (InterruptedException e) {
            // the platform stops; the next start finishes or undoes the change
            Thread.currentThread().interrupt();
            end(progress.receipt());
        } catch (Exception | Error e) {
            if (e instanceof Error) {
                LOG.error("{}: {} of {} failed", asked.id(), asked.kind(), asked.plugin(), e);
            }
            finish(progress.end(store.serves(asked.plugin()), Outcome.FAILED, reason(asked, e), Optional.empty()));
        }
    }

    private static String named(String version) {
        return version.isEmpty() ? "no version" : version;
    }

    private String reason(Receipt receipt, Throwable e) {
        String reason = ChangeFailedException.wordsOf(e);
        onFailed.accept(receipt.plugin(), receipt.to(), ChangeFailedException.findingsOf(e));
        // the receipt tells the caller, so the log needs no warning
        LOG.info(
                "{}: {} of {} {} failed: {}",
                receipt.id(),
                receipt.kind(),
                receipt.plugin(),
                receipt.to(),
                reason.replace("\n", "; "));
        LOG.debug("{}", receipt.id(), e);
        return reason;
    }

    private void carryOut(Intent looked, BegunChange change, Progress progress) throws Exception {
        Receipt asked = change.receipt();
        Traffic traffic = surroundings.traffic;
        TrafficAround around = traffic == null || looked.kind() == Kind.INSTALL ? null : new TrafficAround(traffic);
        Outcome outcome = Outcome.DONE;
        String reason = "";
        List<Long> retired = List.of();
        long oldBytes = looked.before()
                .map(build -> store.bytes(looked.plugin(), build, looked.format()))
                .orElse(0L);
        try {
            Intent intent = change.archive().isPresent() ? kept(looked, progress) : looked;
            Purge purge = inspection.purge(change.change(), looked);
            List<TakeOver> takeOvers = inspection.requireAgreed(change.change(), looked);
            Set<String> taggers = Claims.taggers(takeOvers);
            Set<String> leaving = Claims.leaving(looked, store);
            // before the taggers are installed, so that the layers change over only once
            Set<String> allowed = allow(taggers);
            underway = intent;
            try {
                retired = formats.of(intent.format()).carryOut(intent, progress, around);
            } catch (Exception | Error e) {
                handBack(allowed);
                throw e;
            } finally {
                underway = null;
            }
            handBack(leaving);
            takeOvers.forEach(one -> progress.check(new Check(
                    one.kind() + " " + one.name(), true, "taken over by " + one.to() + " from " + one.from())));
            intent.archive()
                    .flatMap(EmbeddedLibraries::of)
                    .ifPresent(libraries -> progress.check(new Check("libraries", true, libraries)));
            Inspection.hints(intent).forEach(hint -> progress.check(new Check("hint", false, hint.text())));
            purge.carryOut(progress);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            reason = reason(asked, e);
            Optional<Store.Build> now = store.installed(asked.plugin()).map(Store.Installed::build);
            // after the commit the change cannot be undone; the next start finishes it
            boolean noted = now.equals(looked.build()) && !now.equals(looked.before());
            outcome = noted ? Outcome.DONE : Outcome.FAILED;
        }
        if (outcome == Outcome.DONE && reason.isEmpty() && !progress.waits().isEmpty()) {
            outcome = Outcome.INCOMPLETE;
            reason = progress.waits();
        }
        TrafficCounts end = around == null ? null : around.end();
        Optional<Cut> cut = around == null || end == null ? Optional.empty() : Optional.of(around.cut(end));
        Receipt receipt = progress.end(store.serves(asked.plugin()), outcome, reason, cut);
        LOG.info("{}: {} of {} is {}", asked.id(), asked.kind(), asked.plugin(), outcome);
        boolean changed = outcome == Outcome.DONE || outcome == Outcome.INCOMPLETE;
        if (changed) {
            // before the end is told, after which nobody should see an earlier failure
            onDone.accept(receipt.plugin());
        }
        finish(receipt);
        if (around != null && end != null) {
            amendments.measureLater(receipt.id(), around, end);
        }
        if (changed) {
            followUp(receipt, retired, oldBytes);
        }
    }

    /** Allows taggers to take over layers. Returns the names of those that were not allowed before. */
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

    /** Stores the final receipt before it releases the change. */
    private void finish(Receipt receipt) {
        receipts.save(receipt);
        BegunChange change = begun.get(receipt.id());
        release(receipt.plugin(), receipt.id(), change == null ? Optional.empty() : change.archive());
        end(receipt);
    }

    private void end(Receipt receipt) {
        BegunChange change = begun.remove(receipt.id());
        if (change != null) {
            DeploymentEvents.publish(surroundings.events, DeploymentEvents.ENDED, receipt);
            change.end().complete(receipt);
        }
        flushLater();
    }

    /** Retries until the database accepts the receipts. */
    private void flushLater() {
        if (!receipts.flush()) {
            work.schedule(RETRY_SECONDS, this::flushLater);
        }
    }

    private void followUp(Receipt receipt, List<Long> retired, long oldBytes) {
        Optional<Store.Build> old = store.installed(receipt.plugin()).flatMap(Store.Installed::standby);
        if (old.isPresent()) {
            standby.begin(receipt.plugin(), old.get(), receipt.id());
            return;
        }
        amendments.whenCollected(retired, receipt.id(), oldBytes);
    }
}
