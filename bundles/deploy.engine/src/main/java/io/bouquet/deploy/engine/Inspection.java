package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plan.TakeOver;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.BundleCheck;
import io.bouquet.deploy.spi.Permissions;
import io.bouquet.deploy.spi.UpgradeReview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a change before it is carried out: the archive, the rules, and the requirements. Thread-safe. */
final class Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    private final Store store;
    private final Bundles bundles;
    private final PluginFormat.All formats;
    private final ArchiveRules rules;
    private final Planner planner;
    private final Surroundings surroundings;
    private final long maxArchiveBytes;

    Inspection(
            Store store,
            Bundles bundles,
            PluginFormat.All formats,
            ArchiveRules rules,
            Planner planner,
            Surroundings surroundings,
            long maxArchiveBytes) {
        this.store = store;
        this.bundles = bundles;
        this.formats = formats;
        this.rules = rules;
        this.planner = planner;
        this.surroundings = surroundings;
        this.maxArchiveBytes = maxArchiveBytes;
    }

    /** @param id receipt id, which names the trial */
    Plan plan(Change change, String id) {
        Optional<Archive> archive = change.archive().map(file -> Archive.read(file, change.origin(), maxArchiveBytes));
        Intent intent = intent(change, archive, Optional.empty());
        List<String> faults = intent.archive()
                .filter(one -> !intent.loaded())
                .map(one -> faults(id, one))
                .orElse(List.of());
        List<TakeOver> takeOvers = Claims.of(intent, store, bundles, surroundings);
        List<String> refused = new ArrayList<>(faults);
        Claims.refusal(takeOvers, change.takeOver()).ifPresent(refused::add);
        List<String> asks = Claims.asks(intent);
        asks.forEach(permission -> refused.add(unasked(intent, permission)));
        List<String> notes = new ArrayList<>(purge(change, intent).notes());
        takeOvers.stream().filter(one -> change.takeOver() && one.possible()).forEach(one -> notes.add(one.text()));
        intent.allowed()
                .forEach(permission ->
                        notes.add("it has the permission " + permission + ": " + Claims.meaning(permission)));
        hints(intent).forEach(hint -> notes.add("hint: " + hint));
        breaks(intent).forEach(broken -> notes.add("breaks clients: " + broken));
        return planner.plan(intent, refused, notes, takeOvers, asks);
    }

    /** What clients of the running version would miss; of a KAR nothing is known. */
    private List<String> breaks(Intent intent) {
        Optional<Bundle> running = intent.current().flatMap(current -> bundles.find(current.name(), current.version()));
        List<String> breaks = new ArrayList<>();
        if (running.isPresent() && intent.archive().isPresent() && intent.format() == Format.JAR) {
            for (UpgradeReview review : surroundings.reviews) {
                try {
                    breaks.addAll(
                            review.breaks(running.get(), intent.archive().get().file()));
                } catch (RuntimeException e) {
                    LOG.warn("The upgrade of {} was not reviewed by {}", intent.plugin(), review, e);
                }
            }
        }
        return breaks;
    }

    private static String unasked(Intent intent, String permission) {
        return intent.plugin() + " asks for the permission " + permission + " (" + Claims.meaning(permission)
                + "). Give it with --allow " + permission + " in the shell, allow=" + permission + " over REST";
    }

    /**
     * Returns the take-overs of a change, all of which the caller has agreed to.
     *
     * @throws RefusedException if the caller has not agreed to a take-over, or if the plugin asks for a permission that
     *     the change does not give
     */
    List<TakeOver> requireAgreed(Change change, Intent intent) {
        List<TakeOver> takeOvers = Claims.of(intent, store, bundles, surroundings);
        Claims.refusal(takeOvers, change.takeOver()).ifPresent(why -> {
            throw new RefusedException(Reason.CONFLICT, why);
        });
        Claims.asks(intent).stream().findFirst().ifPresent(permission -> {
            throw new RefusedException(Reason.FORBIDDEN, unasked(intent, permission));
        });
        return takeOvers;
    }

    /** Returns hints about missing or misspelled annotations and headers in a new archive. */
    static List<String> hints(Intent intent) {
        List<String> hints = new ArrayList<>();
        if (intent.archive().isPresent() && !intent.loaded()) {
            for (Archive.Part part : intent.archive().get().parts()) {
                Hints.of(part.headers(), part.declared()).forEach(hint -> hints.add(part.name() + hint));
            }
        }
        return hints;
    }

    private static List<String> tooNew(Archive archive) {
        int here = Runtime.version().feature();
        List<String> faults = new ArrayList<>();
        for (Archive.Part part : archive.parts()) {
            Declared.ClassVersion newest = part.declared().newest();
            if (newest.java() > here) {
                faults.add(part.name() + "the class file " + newest.file() + " is for Java " + newest.java()
                        + ", and the platform runs on Java " + here + ". Compile with --release " + here
                        + " (maven.compiler.release), or run the platform on a newer Java");
            }
        }
        return faults;
    }

    Purge purge(Change change, Intent intent) {
        return Purge.of(change, intent, store, bundles, surroundings);
    }

    /**
     * @param file name of the file in the deploy folder that asks for the change; empty for any other caller
     * @throws RefusedException if the change is refused
     */
    Intent intent(Change change, Optional<Archive> archive, Optional<String> file) {
        if (file.isEmpty()) {
            refuseFollowing(archive.map(Archive::name).orElse(change.plugin()));
        }
        for (String permission : change.allow()) {
            if (!Permissions.ALL.contains(permission)) {
                throw new RefusedException(
                        Reason.CONFLICT,
                        "there is no permission '" + permission + "'; there are: "
                                + String.join(", ", new TreeSet<>(Permissions.ALL)));
            }
        }
        Intent intent = planner.intent(change, archive).following(file).allowing(change.allow());
        archive.ifPresent(rules::check);
        return intent;
    }

    /** Refuses changes of plugins that follow a file: the deploy folder would contradict them. */
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

    /** Returns the faults of an archive that a trial can find. */
    private List<String> faults(String id, Archive archive) {
        try {
            List<String> faults = tooNew(archive);
            if (!faults.isEmpty()) {
                return faults;
            }
            List<String> missing = formats.of(archive.format()).trial(id, archive);
            if (!missing.isEmpty()) {
                faults.add(String.join("; ", missing) + ". Install its provider, or build against installed versions");
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

    /** Returns the first fault that an extender finds in an installed bundle. */
    Optional<String> fault(Bundle bundle) {
        Map<String, String> headers = new HashMap<>();
        Dictionary<String, String> all = bundle.getHeaders("");
        Collections.list(all.keys()).forEach(name -> headers.put(name, all.get(name)));
        Set<String> entries = new HashSet<>();
        entries(bundle, "/", entries);
        return surroundings.checks.stream()
                .flatMap(check -> check.faults(headers, entries).stream())
                .findFirst();
    }

    /** Does not use {@code findEntries}, which would resolve the bundle. */
    private static void entries(Bundle bundle, String folder, Set<String> entries) {
        Enumeration<String> paths = bundle.getEntryPaths(folder);
        while (paths != null && paths.hasMoreElements()) {
            String path = paths.nextElement();
            if (path.endsWith("/")) {
                entries(bundle, path, entries);
            } else {
                entries.add(path);
            }
        }
    }

    /** Copies an archive into the store and checks it. */
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
