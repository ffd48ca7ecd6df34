package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.BundleCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks a change over before it is made: its archive, the rules, and what it needs. Thread-safe. */
final class Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    private final Store store;
    private final Bundles bundles;
    private final Kars kars;
    private final ArchiveRules rules;
    private final Planner planner;
    private final Surroundings surroundings;
    private final long maxArchiveBytes;

    Inspection(
            Store store,
            Bundles bundles,
            Kars kars,
            ArchiveRules rules,
            Planner planner,
            Surroundings surroundings,
            long maxArchiveBytes) {
        this.store = store;
        this.bundles = bundles;
        this.kars = kars;
        this.rules = rules;
        this.planner = planner;
        this.surroundings = surroundings;
        this.maxArchiveBytes = maxArchiveBytes;
    }

    /** @param id of a receipt, for the trial */
    Plan plan(Change change, String id) {
        Optional<Archive> archive = change.archive().map(file -> Archive.read(file, change.origin(), maxArchiveBytes));
        Intent intent = intent(change, archive, Optional.empty());
        List<String> faults = intent.archive()
                .filter(one -> !intent.loaded())
                .map(one -> faults(id, one))
                .orElse(List.of());
        return planner.plan(intent, faults, purge(change, intent).notes());
    }

    Purge purge(Change change, Intent intent) {
        return Purge.of(change, intent, store, bundles, surroundings);
    }

    /**
     * @param file name of the file in the deploy folder that asks for it; empty if anybody else does
     * @throws RefusedException if the change is refused
     */
    Intent intent(Change change, Optional<Archive> archive, Optional<String> file) {
        if (file.isEmpty()) {
            refuseFollowing(archive.map(Archive::name).orElse(change.plugin()));
        }
        Intent intent = planner.intent(change, archive).following(file).allowing(change.allow());
        archive.ifPresent(rules::check);
        return intent;
    }

    /** What is in the deploy folder says what runs: otherwise a change here would contradict it. */
    private void refuseFollowing(String plugin) {
        store.installed(plugin).flatMap(Store.Installed::file).ifPresent(file -> {
            throw new RefusedException(
                    Reason.CONFLICT,
                    plugin + " comes from " + DeployFolder.NAME + file
                            + ": copy another version over that file to change it, or delete the file to remove it");
        });
    }

    /** @throws RefusedException if the archive cannot run here */
    void refuseFaulty(String id, Intent intent, Archive archive) {
        List<String> faults = faults(id, archive);
        if (!faults.isEmpty()) {
            throw new RefusedException(
                    Reason.BAD_ARCHIVE,
                    intent.plugin() + " " + intent.to() + " cannot run here: " + String.join("; ", faults));
        }
    }

    /** What would go wrong with an archive, as far as it can be seen without installing it for good. */
    private List<String> faults(String id, Archive archive) {
        try {
            List<String> faults = new ArrayList<>();
            List<String> missing =
                    archive.format() == Format.KAR ? kars.trial(id, archive) : bundles.trial(id, archive);
            if (!missing.isEmpty()) {
                faults.add(
                        String.join("; ", missing) + ". Install what provides it first, or build against what is here");
            }
            for (BundleCheck check : surroundings.checks) {
                faults.addAll(check.faults(archive.headers(), archive.entries()));
                archive.content().jars().forEach(jar -> check.faults(jar.headers(), jar.entries())
                        .forEach(fault -> faults.add(jar.path() + ": " + fault)));
            }
            return faults;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Reason.UNAVAILABLE, Work.STOPPED);
        } catch (RefusedException e) {
            throw e;
        } catch (Exception e) {
            LOG.debug("{} {} cannot be tried", archive.name(), archive.version(), e);
            throw new RefusedException(Reason.UNAVAILABLE, "the archive cannot be tried: " + Words.of(e));
        }
    }

    /** Copies an archive into the store and looks it through. */
    Archive stage(Path archive, String origin) {
        Archive.requireSize(archive, origin, maxArchiveBytes);
        Path staged;
        try {
            staged = store.stage(archive);
        } catch (IOException e) {
            throw cannotStore(e);
        }
        try {
            return Archive.read(
                    staged, origin.isEmpty() ? String.valueOf(archive.getFileName()) : origin, maxArchiveBytes);
        } catch (RuntimeException e) {
            delete(staged);
            throw e;
        }
    }

    static void delete(Archive archive) {
        delete(archive.file());
    }

    private static void delete(Path staged) {
        try {
            Files.deleteIfExists(staged);
        } catch (IOException e) {
            LOG.debug("{} is deleted at the next start", staged, e);
        }
    }

    static RefusedException cannotStore(IOException e) {
        return new RefusedException(
                Reason.UNAVAILABLE,
                "the archive cannot be stored: " + Words.of(e) + " (is the disk of the data folder full?)");
    }
}
