package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Contribution.State;
import io.bouquet.tagging.NearNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells why a plugin or another bundle is not live, in words for somebody who does not know OSGi. Thread-safe. */
final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);
    private static final int MOST_REMEMBERED = 100;
    private static final int MOST_NAMED = 10;
    /** Kinds of contributions that are worth a line when they work. */
    private static final Set<String> SHOWN = Set.of("unit", "WebSocket", "scheduled task");

    private final Bundles bundles;
    private final Store store;
    private final Surroundings surroundings;
    private final Inspection inspection;
    private final ReceiptBook receipts;
    private final Supplier<List<Refusal>> refusals;
    /** Why bundles did not start, by their id; the texts hold no class loader. */
    private final Map<Long, Failure> failures = new ConcurrentHashMap<>();
    /** Why the last change of a plugin was refused or has failed, by name. */
    private final Map<String, Failure> changes = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    /**
     * Why something failed.
     *
     * @param what     version that was to be installed, or time of the bundle's last change
     * @param findings not empty
     */
    private record Failure(String what, List<Finding> findings) {}

    Doctor(
            Bundles bundles,
            Store store,
            Surroundings surroundings,
            Inspection inspection,
            ReceiptBook receipts,
            Supplier<List<Refusal>> refusals) {
        this.bundles = bundles;
        this.store = store;
        this.surroundings = surroundings;
        this.inspection = inspection;
        this.receipts = receipts;
        this.refusals = refusals;
    }

    /** Notes why a change of a plugin was refused or has failed. */
    void remember(String plugin, String version, List<Finding> findings) {
        changes.put(plugin, new Failure(version, findings));
    }

    /** Forgets why earlier changes of a plugin failed. */
    void forget(String plugin) {
        changes.remove(plugin);
    }

    /** Examines bundles, without starting one and without looking into classes. */
    Map<Long, Diagnosis> all(Collection<Long> ids) {
        Parts parts = Parts.now(surroundings);
        LiveParts live = LiveParts.now(surroundings);
        Map<Long, Diagnosis> all = new HashMap<>();
        for (Bundle bundle : bundles.all()) {
            if (!ids.contains(bundle.getBundleId())) {
                continue;
            }
            try {
                Diagnosis diagnosis = new Examination(bundle, parts, live, false).diagnosis();
                if (bundle.getState() != Bundle.UNINSTALLED) {
                    all.put(bundle.getBundleId(), diagnosis);
                }
            } catch (IllegalStateException | IllegalArgumentException e) {
                // the bundle was uninstalled meanwhile: the framework forgets it before its state says so
                if (bundles.withId(bundle.getBundleId()).isPresent()) {
                    throw e;
                }
            }
        }
        failures.keySet().removeIf(id -> bundles.withId(id).isEmpty());
        return all;
    }

    /** @throws RefusedException if there is no such plugin or bundle */
    Diagnosis of(String name) {
        List<Bundle> its = bundlesOf(name);
        Optional<Failure> change = Optional.ofNullable(changes.get(name));
        if (its.isEmpty()) {
            return absent(name, change);
        }
        List<String> live = new ArrayList<>();
        Set<Finding> findings = new LinkedHashSet<>();
        String state = "";
        String version = "";
        boolean well = false;
        boolean versions = its.stream().map(Bundle::getSymbolicName).distinct().count() == 1;
        for (Bundle bundle : its) {
            Diagnosis one =
                    new Examination(bundle, Parts.now(surroundings), LiveParts.now(surroundings), true).diagnosis();
            String part = its.size() == 1 ? "" : (versions ? one.version() : one.name()) + ": ";
            one.findings().forEach(finding -> findings.add(finding.after(part)));
            live.addAll(one.live());
            well |= one.isWell();
            state = state.isEmpty() || !one.isWell() ? one.state() : state;
            version = its.size() == 1 ? one.version() : "";
        }
        Optional<Store.Installed> plugin = store.installed(name);
        change.ifPresent(failed -> failed.findings()
                .forEach(finding -> findings.add(finding.after(failed.what() + " was not installed: "))));
        return new Diagnosis(
                plugin.map(Store.Installed::name).orElse(nameOf(its.get(0))),
                plugin.map(Store.Installed::version).orElse(version),
                well && !findings.isEmpty() && its.size() > 1 ? "partly" : state,
                live,
                List.copyOf(findings));
    }

    /** Examines an archive that is not installed. */
    Diagnosis of(Change change, String id, String origin) {
        try {
            var plan = inspection.plan(change, id);
            return new Diagnosis(plan.plugin(), plan.to(), "absent", List.of(), plan.findings());
        } catch (RefusedException e) {
            return new Diagnosis(origin, "", "absent", List.of(), e.findings());
        }
    }

    private List<Bundle> bundlesOf(String name) {
        Optional<Store.Installed> plugin = store.installed(name);
        if (plugin.isPresent()) {
            return plugin.get().format() == Format.KAR
                    ? bundles.at(Kars.locations(store.archive(plugin.get())))
                    : bundles.find(name, plugin.get().version()).stream().toList();
        }
        if (name.matches("\\d{1,18}")) {
            return bundles.withId(Long.parseLong(name)).stream().toList();
        }
        return bundles.all().stream()
                .filter(bundle -> name.equals(bundle.getSymbolicName()) && !Bundles.isTrial(bundle))
                .sorted(Comparator.comparing(Bundle::getVersion))
                .toList();
    }

    private Diagnosis absent(String name, Optional<Failure> change) {
        if (change.isPresent()) {
            return new Diagnosis(
                    name, change.get().what(), "absent", List.of(), change.get().findings());
        }
        for (Refusal refusal : refusals.get()) {
            if (refusal.file().equals(name) || refusal.file().equals(name + ".jar")) {
                return new Diagnosis(name, "", "absent", List.of(), Finding.ofMessage(refusal.reason()));
            }
        }
        Optional<Receipt> last = receipts.all(new ReceiptQuery(name, 0, 1)).stream()
                .filter(receipt -> receipt.outcome() == Outcome.FAILED)
                .findFirst();
        if (last.isPresent()) {
            return new Diagnosis(
                    name,
                    last.get().to(),
                    "absent",
                    List.of(),
                    last.get()
                            .reason()
                            .lines()
                            .map(line -> new Finding("change-failed", line, ""))
                            .toList());
        }
        throw new RefusedException(Reason.NOT_FOUND, "no plugin or bundle '" + name + "' is installed" + near(name));
    }

    private String near(String name) {
        Set<String> known = new TreeSet<>(store.installed().keySet());
        bundles.all().stream()
                .filter(bundle -> Bundles.isBrought(bundle) && bundle.getSymbolicName() != null)
                .forEach(bundle -> known.add(bundle.getSymbolicName()));
        List<String> near =
                known.stream().filter(one -> NearNames.isNear(name, one)).toList();
        return known.isEmpty()
                ? "; there is no plugin"
                : near.isEmpty()
                        ? "; there are: " + known.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                        : "; did you mean " + String.join(" or ", near) + "?";
    }

    private static String nameOf(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }

    /** The examination of one bundle. */
    private final class Examination {
        private final Bundle bundle;
        private final boolean deep;
        /** Read again after the bundle was started. */
        private Parts parts;

        private LiveParts live;

        /** @param deep whether to start a bundle that should run, and to look into its classes */
        Examination(Bundle bundle, Parts parts, LiveParts live, boolean deep) {
            this.bundle = bundle;
            this.parts = parts;
            this.live = live;
            this.deep = deep;
        }

        Diagnosis diagnosis() {
            List<Finding> findings = findings();
            return new Diagnosis(nameOf(bundle), bundle.getVersion().toString(), state(), live(), findings);
        }

        private String state() {
            return switch (bundle.getState()) {
                case Bundle.ACTIVE -> "active";
                case Bundle.INSTALLED -> "unresolved";
                case Bundle.RESOLVED -> "stopped";
                case Bundle.STARTING -> "starting";
                case Bundle.STOPPING -> "stopping";
                default -> "absent";
            };
        }

        private List<Finding> findings() {
            return switch (bundle.getState()) {
                case Bundle.ACTIVE -> ofParts();
                case Bundle.INSTALLED -> ofUnresolved();
                case Bundle.RESOLVED -> isFragment() ? List.of() : ofStopped();
                case Bundle.STARTING ->
                    isLazy()
                            ? ofParts()
                            : List.of(new Finding(
                                    "starting",
                                    "it is starting",
                                    "Wait; if it stays so, thread:list shows where it hangs"));
                default ->
                    List.of(new Finding("stopping", "it is stopping", "Wait, then start it: bundle:start " + name()));
            };
        }

        private String name() {
            return nameOf(bundle);
        }

        private boolean isFragment() {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        }

        private boolean isLazy() {
            String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
            return policy != null && policy.startsWith(Constants.ACTIVATION_LAZY);
        }

        private List<Finding> ofUnresolved() {
            Optional<Finding> broken = inspection.ruleBrokenBy(bundle);
            if (broken.isPresent()) {
                return List.of(broken.get());
            }
            List<Finding> missing = bundles.unresolved(bundle);
            if (!missing.isEmpty()) {
                return missing;
            }
            if (isFragment()) {
                return List.of(new Finding(
                        "fragment-not-attached",
                        "it is a fragment, and its host runs without it",
                        "Refresh the host: bundle:refresh "
                                + bundle.getHeaders("")
                                        .get(Constants.FRAGMENT_HOST)
                                        .split(";", 2)[0]));
            }
            return isPersistentlyStarted()
                    ? ofFailedStart()
                    : List.of(stopped("it is installed, and was never started"));
        }

        private List<Finding> ofStopped() {
            if (!isPersistentlyStarted()) {
                return List.of(stopped("it is stopped"));
            }
            int level = bundle.adapt(BundleStartLevel.class).getStartLevel();
            int now = bundles.withId(Constants.SYSTEM_BUNDLE_ID)
                    .orElseThrow()
                    .adapt(FrameworkStartLevel.class)
                    .getStartLevel();
            return level > now
                    ? List.of(new Finding(
                            "start-level",
                            "it waits for start level " + level + "; the platform is at " + now,
                            "Give it a lower one: bundle:start-level " + name() + " " + now))
                    : ofFailedStart();
        }

        private Finding stopped(String problem) {
            return new Finding("stopped", problem, "Start it: bundle:start " + name(), name());
        }

        private boolean isPersistentlyStarted() {
            return bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
        }

        /** The framework does not keep the reason, so only another attempt can tell it. */
        private List<Finding> ofFailedStart() {
            String change = Long.toString(bundle.getLastModified());
            if (deep) {
                try {
                    bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
                    failures.remove(bundle.getBundleId());
                    parts = Parts.now(surroundings);
                    live = LiveParts.now(surroundings);
                    return ofParts();
                } catch (BundleException e) {
                    LOG.debug("{} does not start", bundle, e);
                    failures.put(bundle.getBundleId(), new Failure(change, StartFailures.of(e, bundle, bundles)));
                }
            }
            Failure known = failures.get(bundle.getBundleId());
            return known != null && known.what().equals(change)
                    ? known.findings()
                    : List.of(new Finding("not-started", "its start failed", "plugin:doctor " + name() + " tells why"));
        }

        private List<Finding> ofParts() {
            Set<Finding> findings = new LinkedHashSet<>();
            List<Contribution> its = parts.of(bundle);
            Stream.of(State.FAILED, State.WAITING, State.PENDING, State.WORKS)
                    .flatMap(state -> its.stream().filter(one -> one.state() == state))
                    .filter(one -> one.state() != State.WORKS || !one.code().isEmpty())
                    .forEach(one -> findings.add(one.finding()));
            if (deep && Bundles.isGuest(bundle)) {
                inspection.ofRunning(bundle).forEach(findings::add);
            }
            return List.copyOf(findings);
        }

        private List<String> live() {
            Set<String> found = new TreeSet<>();
            if (bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
                return List.of();
            }
            List<Contribution> its = parts.of(bundle);
            found.addAll(live.of(bundle));
            for (Contribution one : its) {
                boolean works = one.state() == State.WORKS && one.code().isEmpty();
                if (!works && one.kind().equals("tagger")) {
                    found.remove("tagger " + one.name().split(" ", 2)[0]);
                    found.remove("model");
                }
                if (!works && one.kind().equals("unit")) {
                    found.remove("entities");
                }
                if (works && SHOWN.contains(one.kind())) {
                    found.add(one.kind() + " " + one.name());
                    found.remove("entities");
                    // a WebSocket is a servlet of the HTTP whiteboard
                    found.remove("servlet " + one.name() + "/*");
                }
            }
            if (deep && found.remove("commands")) {
                inspection.commands(bundle).forEach(command -> found.add("command " + command));
            }
            return List.copyOf(found);
        }
    }
}
