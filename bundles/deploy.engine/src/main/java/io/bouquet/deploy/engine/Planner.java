package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plan.Action;
import io.bouquet.deploy.Plan.BundleStep;
import io.bouquet.deploy.Plan.Standstill;
import io.bouquet.deploy.Plan.TakeOver;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.tagging.Policies;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** Plans a change: whether it is allowed, how to carry it out, and which bundles and routes it affects. */
final class Planner {
    private static final long AWAIT_SECONDS = 10;
    private static final Set<String> NEEDS_THE_PLACE = Set.of(
            Constants.BUNDLE_ACTIVATOR,
            Constants.EXPORT_PACKAGE,
            "Meta-Persistence",
            "Bouquet-Migrations",
            "Karaf-Commands",
            "Bundle-Blueprint",
            "Liquibase-Persistence");

    private final Store store;
    private final Bundles bundles;
    private final Surroundings surroundings;

    Planner(Store store, Bundles bundles, Surroundings surroundings) {
        this.store = store;
        this.bundles = bundles;
        this.surroundings = surroundings;
    }

    /**
     * @param archive archive of the change
     * @throws RefusedException if the change is refused
     */
    Intent intent(Change change, Optional<Archive> archive) {
        return switch (change.kind()) {
            case INSTALL -> install(change, archive.orElseThrow());
            case UPGRADE -> upgrade(change, archive.orElseThrow());
            case ROLLBACK -> rollback(change.plugin());
            case REMOVE -> remove(change.plugin());
        };
    }

    private Intent install(Change change, Archive archive) {
        Optional<Store.Installed> current = store.installed(archive.name());
        if (current.isPresent()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "the plugin " + archive.name() + " is installed, in version "
                            + current.get().version()
                            + (current.get().version().equals(archive.version())
                                    ? ", the same; raise its version to replace it, or use upgrade with --force"
                                            + " (force=true over REST)"
                                    : "; use upgrade to go to " + archive.version()));
        }
        refuseForeign(archive);
        return new Intent(
                Kind.INSTALL,
                archive.name(),
                archive.format(),
                change.origin(),
                Optional.empty(),
                Optional.of(archive),
                Optional.of(store.next(archive.name(), archive.version())),
                false,
                false);
    }

    private void refuseForeign(Archive archive) {
        if (archive.format() == Format.KAR) {
            return;
        }
        bundles.foreign(archive.name()).ifPresent(bundle -> {
            if (PlatformBundles.contains(bundle)) {
                throw new RefusedException(Reason.FORBIDDEN, ArchiveRules.platformBundle(archive.name(), bundle));
            }
            throw new RefusedException(
                    Reason.CONFLICT,
                    new Finding(
                            "installed-already",
                            archive.name() + " " + bundle.getVersion() + " is installed already, from "
                                    + bundle.getLocation(),
                            "Remove it first: bundle:uninstall " + bundle.getBundleId(),
                            "Bundle-SymbolicName"));
        });
    }

    private Intent upgrade(Change change, Archive archive) {
        if (!change.plugin().isEmpty() && !change.plugin().equals(archive.name())) {
            throw new RefusedException(
                    Reason.BAD_ARCHIVE,
                    "the archive is of the plugin " + archive.name() + ", not of " + change.plugin());
        }
        Store.Installed current = store.installed(archive.name()).orElseThrow(() -> {
            refuseForeign(archive);
            return notFound(archive.name(), "; use install");
        });
        if (current.format() != archive.format()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    archive.name() + " is installed as a " + current.format() + ", and this is a " + archive.format()
                            + "; remove it first");
        }
        boolean snapshot = Versions.isSnapshot(archive.format(), archive.version());
        if (archive.version().equals(current.version()) && !change.force() && !snapshot) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    archive.name() + " " + archive.version()
                            + " is installed already; raise the version to replace it, or use upgrade with --force"
                            + " (force=true over REST)");
        }
        if (Versions.isDowngrade(archive.format(), current.version(), archive.version()) && !change.downgrade()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    archive.name() + " " + archive.version() + " is older than " + current.version()
                            + ", which is installed; use rollback, or upgrade with --downgrade (downgrade=true over"
                            + " REST)");
        }
        boolean loaded = current.standby()
                .filter(standby -> standby.version().equals(archive.version()))
                .isPresent();
        if (loaded) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    archive.name() + " " + archive.version() + " stands by; use rollback to go back to it");
        }
        boolean sideBySide = isSideBySide(current, archive);
        refuseTouchingThePlatform(current, sideBySide);
        return new Intent(
                Kind.UPGRADE,
                archive.name(),
                archive.format(),
                change.origin(),
                Optional.of(current),
                Optional.of(archive),
                Optional.of(store.next(archive.name(), archive.version())),
                sideBySide,
                false);
    }

    private Intent rollback(String plugin) {
        Store.Installed current = store.installed(plugin).orElseThrow(() -> notFound(plugin, ""));
        if (current.previous().isEmpty()) {
            throw new RefusedException(
                    Reason.NOT_FOUND,
                    "the plugin " + plugin + " has no version before " + current.version() + " to go back to");
        }
        Store.Build to = current.previous().get(0);
        policyOf(current.version(), plugin).ifPresent(policy -> {
            throw new RefusedException(
                    Reason.CONFLICT,
                    policy + " names " + current.version()
                            + ", which a rollback takes away; set the policy to latest first");
        });
        Archive archive = store.archive(plugin, to, current.format());
        boolean loaded = current.standby().filter(to::equals).isPresent()
                && bundles.find(plugin, to.version())
                        .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                        .isPresent();
        boolean sideBySide = loaded || isSideBySide(current, archive);
        refuseTouchingThePlatform(current, sideBySide);
        return new Intent(
                Kind.ROLLBACK,
                plugin,
                current.format(),
                "rolled back from " + current.version(),
                Optional.of(current),
                Optional.of(archive),
                Optional.of(to),
                sideBySide,
                loaded);
    }

    private Intent remove(String plugin) {
        Store.Installed current = store.installed(plugin).orElseThrow(() -> notFound(plugin, ""));
        refuseTouchingThePlatform(current, false);
        return new Intent(
                Kind.REMOVE,
                plugin,
                current.format(),
                "",
                Optional.of(current),
                Optional.empty(),
                Optional.empty(),
                false,
                false);
    }

    private RefusedException notFound(String plugin, String hint) {
        boolean elsewhere = bundles.foreign(plugin).isPresent();
        return new RefusedException(
                elsewhere ? Reason.FORBIDDEN : Reason.NOT_FOUND,
                elsewhere
                        ? plugin + " was not installed by plugin:install, the REST API or the console: "
                                + bundles.foreign(plugin).orElseThrow().getLocation()
                                + " is changed where it came from"
                        : "no plugin named '" + plugin + "' is installed" + hint + "; installed: "
                                + (store.installed().isEmpty()
                                        ? "none"
                                        : String.join(", ", store.installed().keySet())));
    }

    private boolean isSideBySide(Store.Installed current, Archive archive) {
        // the framework allows one bundle of each name and version
        if (current.format() == Format.KAR || archive.version().equals(current.version()) || !isOnlyTaggers(archive)) {
            return false;
        }
        Optional<Bundle> old = bundles.find(current.name(), current.version());
        return old.isPresent()
                && isOnlyTaggers(store.archive(current))
                && bundles.dependants(old.get()).isEmpty()
                && services(old.get()).stream().allMatch(Planner::isTagger);
    }

    private static boolean isOnlyTaggers(Archive archive) {
        boolean tags = archive.provides().contains(Tagger.class.getName())
                || archive.headers().containsKey("Bouquet-Model");
        return tags
                && Set.of(Tagger.class.getName()).containsAll(archive.provides())
                && !Bundles.isSingleton(archive)
                && NEEDS_THE_PLACE.stream()
                        .noneMatch(header -> archive.headers().containsKey(header));
    }

    /** Refuses a change whose refresh would restart bundles of the platform. */
    private void refuseTouchingThePlatform(Store.Installed current, boolean sideBySide) {
        if (sideBySide) {
            return;
        }
        List<Bundle> platform = new ArrayList<>();
        for (Bundle bundle : bundles.of(current.name())) {
            bundles.dependants(bundle).stream()
                    .filter(PlatformBundles::contains)
                    .forEach(platform::add);
        }
        if (!platform.isEmpty()) {
            throw new RefusedException(
                    Reason.FORBIDDEN,
                    "bundles of the platform use " + current.name() + " and would be restarted with it: "
                            + String.join(", ", Bundles.names(platform))
                            + ". Stop the platform, or give the API that they import a bundle of its own");
        }
    }

    /**
     * Describes what {@code intent} would do.
     *
     * @param faults    why it would be refused
     * @param hints     mistakes in its archive
     * @param others    further notes
     * @param takeOvers what the plugin would take over
     * @param asks      permissions that the plugin asks for and does not have
     */
    Plan plan(
            Intent intent,
            List<Finding> faults,
            List<Finding> hints,
            List<String> others,
            List<TakeOver> takeOvers,
            List<String> asks) {
        List<BundleStep> steps = new ArrayList<>();
        List<Standstill> standstill = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        faults.forEach(fault -> notes.add("would be refused: " + fault.text()));
        if (intent.format() == Format.KAR) {
            karSteps(intent, steps, standstill);
        } else {
            jarSteps(intent, steps, standstill);
        }
        intent.current()
                .flatMap(current -> policyOf(current.version(), current.name()))
                .ifPresent(policy -> notes.add(policy + " names " + intent.from() + ": the new version stands by"));
        if (intent.sideBySide()) {
            notes.add(
                    intent.loaded()
                            ? intent.to() + " stands by and serves at once"
                            : intent.from() + " serves until " + intent.to() + " has passed its checks");
        }
        intent.archive()
                .filter(archive -> !intent.loaded())
                .map(ArchiveRules::notes)
                .ifPresent(notes::addAll);
        notes.addAll(others);
        hints.forEach(hint -> notes.add("hint: " + hint.text()));
        List<Finding> findings = new ArrayList<>(faults);
        findings.addAll(hints);
        return new Plan(
                intent.kind(),
                intent.plugin(),
                intent.from(),
                intent.to(),
                intent.sideBySide(),
                steps,
                standstill,
                notes,
                takeOvers,
                asks,
                findings);
    }

    private void jarSteps(Intent intent, List<BundleStep> steps, List<Standstill> standstill) {
        Optional<Bundle> old = intent.current().flatMap(current -> bundles.find(current.name(), current.version()));
        if (intent.kind() == Kind.INSTALL || (intent.sideBySide() && !intent.loaded())) {
            steps.add(new BundleStep(Action.INSTALL, intent.plugin(), intent.to()));
        }
        if (intent.kind() == Kind.REMOVE || intent.sideBySide()) {
            steps.add(new BundleStep(Action.STOP, intent.plugin(), intent.from()));
            steps.add(new BundleStep(Action.UNINSTALL, intent.plugin(), intent.from()));
        } else if (intent.kind() != Kind.INSTALL) {
            steps.add(new BundleStep(Action.UPDATE, intent.plugin(), intent.to()));
        }
        if (old.isPresent() && !intent.sideBySide()) {
            List<Bundle> touched = new ArrayList<>(bundles.dependants(old.get()));
            touched.forEach(bundle -> steps.add(new BundleStep(
                    Action.REFRESH,
                    bundle.getSymbolicName(),
                    bundle.getVersion().toString())));
            if (intent.kind() != Kind.REMOVE) {
                touched.add(old.get());
            }
            standstill.addAll(standstill(touched));
        }
    }

    private void karSteps(Intent intent, List<BundleStep> steps, List<Standstill> standstill) {
        List<String> now = intent.current()
                .map(current -> Kars.locations(store.archive(current)))
                .orElse(List.of());
        List<String> then = intent.archive().map(Kars::locations).orElse(List.of());
        Map<String, Bundle> byLocation = new TreeMap<>();
        bundles.all().forEach(bundle -> Bundles.sources(bundle).forEach(source -> byLocation.put(source, bundle)));
        for (String location : then) {
            if (!byLocation.containsKey(location)) {
                steps.add(new BundleStep(Action.INSTALL, location, ""));
            }
        }
        List<Bundle> gone = new ArrayList<>();
        for (String location : now) {
            Bundle bundle = byLocation.get(location);
            if (bundle != null && !then.contains(location)) {
                steps.add(new BundleStep(
                        Action.UNINSTALL,
                        bundle.getSymbolicName(),
                        bundle.getVersion().toString()));
                gone.add(bundle);
            }
        }
        if (intent.kind() != Kind.REMOVE) {
            standstill.addAll(standstill(gone));
        }
    }

    private List<Standstill> standstill(List<Bundle> touched) {
        List<Standstill> standstill = new ArrayList<>();
        List<ServiceReference<?>> services = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        Set<String> taggers = new TreeSet<>();
        for (Bundle bundle : touched) {
            services.addAll(services(bundle));
        }
        for (ServiceReference<?> service : services) {
            ids.add((Long) service.getProperty(Constants.SERVICE_ID));
            if (isTagger(service)) {
                taggers.add(String.valueOf(service.getProperty("tagger.name")));
            }
        }
        Duration forRoutes = awaitOf("io.bouquet.web.gate");
        Set<String> routes = routes(ids);
        routes.addAll(ServletPaths.of(services));
        routes.forEach(route -> standstill.add(new Standstill("route", route, forRoutes)));
        Duration forTaggers = awaitOf("io.bouquet.tagging.engine");
        taggers.forEach(tagger -> standstill.add(new Standstill("tagger", tagger, forTaggers)));
        return standstill;
    }

    private Set<String> routes(Set<Long> services) {
        Set<String> routes = new TreeSet<>();
        RuntimeDTO dto = RestWhiteboard.look(surroundings.routes).orElse(null);
        if (dto == null) {
            return routes;
        }
        Stream.concat(Stream.ofNullable(dto.defaultApplication), Stream.of(dto.applicationDTOs))
                .forEach(application -> {
                    for (ResourceDTO resource : application.resourceDTOs) {
                        if (services.contains(resource.serviceId) || services.contains(application.serviceId)) {
                            Stream.of(resource.resourceMethods)
                                    .forEach(method -> routes.add(path(application, method.path)));
                        }
                    }
                });
        return routes;
    }

    private static String path(ApplicationDTO application, String path) {
        return ("/" + application.base + "/" + path).replaceAll("/\\*$", "").replaceAll("//+", "/");
    }

    /** Returns the configured waiting time, or the default of the gate and the broker. */
    private Duration awaitOf(String pid) {
        ConfigurationAdmin configurations = surroundings.configurations;
        try {
            // getConfiguration would create the configuration
            Configuration @Nullable [] found = configurations == null
                    ? null
                    : configurations.listConfigurations("(" + Constants.SERVICE_PID + "=" + pid + ")");
            Dictionary<String, Object> properties = found == null ? null : found[0].getProperties();
            Object seconds = properties == null ? null : properties.get("awaitSeconds");
            return Duration.ofSeconds(seconds == null ? AWAIT_SECONDS : Long.parseLong(seconds.toString()));
        } catch (IOException | InvalidSyntaxException | NumberFormatException e) {
            return Duration.ofSeconds(AWAIT_SECONDS);
        }
    }

    /** Describes the policy of one of the plugin's taggers that names this version; empty if there is none. */
    Optional<String> policyOf(String version, String plugin) {
        Policies policies = surroundings.policies;
        if (policies == null) {
            return Optional.empty();
        }
        return bundles.of(plugin).stream()
                .flatMap(bundle -> services(bundle).stream())
                .filter(Planner::isTagger)
                .map(service -> String.valueOf(service.getProperty("tagger.name")))
                .distinct()
                .filter(tagger -> names(policies.of(tagger), version))
                .map(tagger -> "the policy " + policies.of(tagger).kind() + " of the tagger " + tagger)
                .findFirst();
    }

    private static boolean names(Policy policy, String version) {
        return policy.version().equals(version) || policy.candidate().equals(version);
    }

    private static List<ServiceReference<?>> services(Bundle bundle) {
        ServiceReference<?> @Nullable [] services = bundle.getRegisteredServices();
        return services == null ? List.of() : Arrays.asList(services);
    }

    private static boolean isTagger(ServiceReference<?> service) {
        return Arrays.asList((String[]) service.getProperty(Constants.OBJECTCLASS))
                .contains(Tagger.class.getName());
    }
}
