package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Finding;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    /** Whether the plugin in the archive of a change is installed. */
    boolean isInstalled(Change change) {
        return change.archive()
                .map(file -> Archive.read(file, change.origin(), maxArchiveBytes))
                .flatMap(archive -> store.installed(archive.name()))
                .isPresent();
    }

    /** @param id receipt id, which names the trial */
    Plan plan(Change change, String id) {
        Optional<Archive> archive = change.archive().map(file -> Archive.read(file, change.origin(), maxArchiveBytes));
        Intent intent = intent(change, archive, Optional.empty());
        List<Finding> refused = new ArrayList<>(intent.archive()
                .filter(one -> !intent.loaded())
                .map(one -> faults(id, one))
                .orElse(List.of()));
        List<TakeOver> takeOvers = Claims.of(intent, store, bundles, surroundings);
        refused.addAll(Claims.refusals(takeOvers, change.takeOver()));
        List<String> asks = Claims.asks(intent);
        asks.forEach(permission -> refused.add(unasked(intent, permission)));
        List<String> notes = new ArrayList<>(purge(change, intent).notes());
        takeOvers.stream().filter(one -> change.takeOver() && one.possible()).forEach(one -> notes.add(one.text()));
        intent.allowed()
                .forEach(permission ->
                        notes.add("it has the permission " + permission + ": " + Claims.meaning(permission)));
        archive.flatMap(EmbeddedLibraries::of).ifPresent(libraries -> notes.add("it brings along: " + libraries));
        breaks(intent).forEach(broken -> notes.add("breaks clients: " + broken));
        return planner.plan(intent, refused, hints(intent), notes, takeOvers, asks);
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

    private static Finding unasked(Intent intent, String permission) {
        return new Finding(
                "missing-permission",
                intent.plugin() + " asks for the permission " + permission + " (" + Claims.meaning(permission) + ")",
                "Give it with --allow " + permission + " in the shell, allow=" + permission + " over REST");
    }

    /**
     * Returns the take-overs of a change, all of which the caller has agreed to.
     *
     * @throws RefusedException if the caller has not agreed to a take-over, or if the plugin asks for a permission that
     *     the change does not give
     */
    List<TakeOver> requireAgreed(Change change, Intent intent) {
        List<TakeOver> takeOvers = Claims.of(intent, store, bundles, surroundings);
        List<Finding> refused = Claims.refusals(takeOvers, change.takeOver());
        if (!refused.isEmpty()) {
            throw new RefusedException(Reason.CONFLICT, joined(refused), refused);
        }
        Claims.asks(intent).stream().findFirst().ifPresent(permission -> {
            throw new RefusedException(Reason.FORBIDDEN, unasked(intent, permission));
        });
        return takeOvers;
    }

    /** Returns hints about missing or misspelled annotations and headers in a new archive. */
    static List<Finding> hints(Intent intent) {
        List<Finding> hints = new ArrayList<>();
        if (intent.archive().isPresent() && !intent.loaded()) {
            for (Archive.Part part : intent.archive().get().parts()) {
                Hints.of(part.headers(), part.declared()).forEach(hint -> hints.add(hint.after(part.name())));
            }
        }
        return hints;
    }

    private static String joined(List<Finding> findings) {
        return findings.stream().map(Finding::text).collect(Collectors.joining("; "));
    }

    private static List<Finding> tooNew(Archive archive) {
        int here = Runtime.version().feature();
        List<Finding> faults = new ArrayList<>();
        for (Archive.Part part : archive.parts()) {
            Declared.ClassVersion newest = part.declared().newest();
            if (newest.java() > here) {
                faults.add(UnresolvedRequirements.newerJava(
                        part.name() + "the class file " + newest.file() + " is for Java " + newest.java()
                                + ", and the platform runs on Java " + here,
                        newest.file()));
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
        List<Finding> faults = faults(id, archive);
        if (!faults.isEmpty()) {
            throw new RefusedException(
                    Reason.BAD_ARCHIVE,
                    intent.plugin() + " " + intent.to() + " cannot run here: " + joined(faults),
                    faults);
        }
    }

    /** Returns the faults of an archive that a trial can find. */
    private List<Finding> faults(String id, Archive archive) {
        try {
            List<Finding> faults = tooNew(archive);
            if (!faults.isEmpty()) {
                return faults;
            }
            faults.addAll(formats.of(archive.format()).trial(id, archive));
            for (BundleCheck check : surroundings.checks) {
                check.faults(archive.headers(), archive.entries()).forEach(fault -> faults.add(wrongHeader(fault)));
                archive.content().jars().forEach(jar -> check.faults(jar.headers(), jar.entries())
                        .forEach(fault -> faults.add(wrongHeader(jar.path() + ": " + fault))));
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

    private static Finding wrongHeader(String fault) {
        return new Finding(
                "wrong-header",
                Finding.ofMessage(fault).get(0).problem(),
                "Correct it in bnd.bnd",
                "META-INF/MANIFEST.MF");
    }

    /**
     * Returns why a bundle from a KAR or from one of Karaf's own commands must not be resolved; empty if it may be
     * resolved.
     */
    Optional<Finding> ruleBrokenBy(Bundle bundle) {
        return Bundles.isBrought(bundle) ? rules.brokenBy(bundle).or(() -> fault(bundle)) : Optional.empty();
    }

    /** Returns mistakes in the classes and headers of a started bundle, and what it has in common with other bundles. */
    List<Finding> ofRunning(Bundle bundle) {
        Archive.Part part = new Archive.Part(
                "", headers(bundle), DeclaredReader.paths(bundle), DeclaredReader.of(bundle, path -> true));
        List<Finding> findings = new ArrayList<>();
        Permissions permissions = bundles.service(Permissions.class).orElse(null);
        for (String permission : Claims.asks(part)) {
            if (!Permissions.has(permissions, bundle, permission)) {
                findings.add(new Finding(
                        "missing-permission",
                        "it asks for the permission " + permission + " (" + Claims.meaning(permission)
                                + "), which it does not have",
                        "Give it: config:property-set --pid " + PluginPermissions.PID + " " + permission + " "
                                + bundle.getSymbolicName()));
            }
        }
        findings.addAll(Claims.running(bundle, part, bundles, surroundings));
        findings.addAll(Hints.of(part.headers(), part.declared()));
        return findings;
    }

    /** Returns the shell commands in the classes of a bundle. */
    Set<String> commands(Bundle bundle) {
        Set<String> commands = new TreeSet<>();
        DeclaredReader.of(bundle, path -> path.endsWith(".class"))
                .types()
                .values()
                .forEach(type -> commands.add(type.command()));
        commands.remove("");
        return commands;
    }

    private static Map<String, String> headers(Bundle bundle) {
        Map<String, String> headers = new HashMap<>();
        Dictionary<String, String> all = bundle.getHeaders("");
        Collections.list(all.keys()).forEach(name -> headers.put(name, all.get(name)));
        return headers;
    }

    /** Returns the first fault that an extender finds in an installed bundle. */
    private Optional<Finding> fault(Bundle bundle) {
        Map<String, String> headers = headers(bundle);
        Set<String> entries = DeclaredReader.paths(bundle);
        return surroundings.checks.stream()
                .flatMap(check -> check.faults(headers, entries).stream())
                .findFirst()
                .map(Inspection::wrongHeader);
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
