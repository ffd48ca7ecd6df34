package io.bouquet.deploy.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** The framework's bundles: those that are plugins of ours, and what depends on them. */
final class Bundles {
    /** Begins the location of each bundle that is a plugin; the rest is its name and the id of a receipt. */
    static final String LOCATION = "plugin:";

    private static final String TRIAL = "trial:";
    private static final long REFRESH_SECONDS = 60;

    private final BundleContext context;
    private final FrameworkWiring framework;
    private final Supplier<Set<String>> ofKars;

    /** @param ofKars locations of the bundles that KARs brought */
    Bundles(BundleContext context, FrameworkWiring framework, Supplier<Set<String>> ofKars) {
        this.context = context;
        this.framework = framework;
        this.ofKars = ofKars;
    }

    List<Bundle> all() {
        return List.of(context.getBundles());
    }

    /** Those that are plugins of ours, by one name or all. */
    List<Bundle> plugins() {
        return all().stream()
                .filter(bundle -> bundle.getLocation().startsWith(LOCATION))
                .toList();
    }

    List<Bundle> of(String plugin) {
        return plugins().stream()
                .filter(bundle -> bundle.getSymbolicName().equals(plugin))
                .toList();
    }

    Optional<Bundle> find(String plugin, String version) {
        return of(plugin).stream()
                .filter(bundle -> bundle.getVersion().toString().equals(version))
                .findFirst();
    }

    /** One of that name which somebody else installed. */
    Optional<Bundle> foreign(String symbolicName) {
        return all().stream()
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName())
                        && !bundle.getLocation().startsWith(LOCATION)
                        && !bundle.getLocation().startsWith(TRIAL))
                .findFirst();
    }

    /**
     * Whether it is the platform's: anything but what deployments, the deploy folder, a KAR of ours or a person with a
     * file brought.
     */
    boolean isPlatform(Bundle bundle) {
        String location = bundle.getLocation();
        return bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || !(location.startsWith(LOCATION)
                        || location.startsWith(TRIAL)
                        || location.startsWith("file:")
                        || ofKars.get().contains(location));
    }

    Bundle install(String plugin, String receipt, Path archive) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return context.installBundle(LOCATION + plugin + "/" + receipt, in);
        }
    }

    void update(Bundle bundle, Path archive) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            bundle.update(in);
        }
    }

    /**
     * What an archive's bundle misses, in words. It is installed for that and uninstalled at once, and not resolved:
     * Karaf looks into what was resolved a moment later, and others might be wired to it.
     */
    List<String> trial(String receipt, Archive archive) throws IOException {
        Bundle trial;
        try (InputStream in = Files.newInputStream(archive.file())) {
            trial = context.installBundle(TRIAL + receipt, in);
        } catch (BundleException e) {
            return List.of("it needs a framework that takes it; this one says: " + Words.of(e));
        }
        try {
            return new UnresolvedRequirements(framework).missing(trial);
        } finally {
            uninstall(trial);
        }
    }

    /** @throws IllegalArgumentException where there is no such bundle */
    List<String> unresolved(long id) {
        Bundle bundle = context.getBundle(id);
        if (bundle == null) {
            throw new IllegalArgumentException("there is no bundle " + id);
        }
        return bundle.getState() == Bundle.INSTALLED ? new UnresolvedRequirements(framework).of(bundle) : List.of();
    }

    static boolean isSingleton(Archive archive) {
        return archive.headers()
                .getOrDefault(Constants.BUNDLE_SYMBOLICNAME, "")
                .replace(" ", "")
                .contains("singleton:=true");
    }

    /** The bundles that a refresh of this one would restart, itself not among them. */
    List<Bundle> dependants(Bundle bundle) {
        return framework.getDependencyClosure(List.of(bundle)).stream()
                .filter(other -> !other.equals(bundle))
                .toList();
    }

    /** Rewires what still uses the wirings that these had before. */
    void refresh(Collection<Bundle> bundles) throws ChangeFailedException, InterruptedException {
        if (framework.getRemovalPendingBundles().stream().noneMatch(bundles::contains)) {
            return;
        }
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        framework.refreshBundles(bundles, event -> done.complete(true));
        try {
            done.get(REFRESH_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ChangeFailedException(
                    "the bundles " + names(bundles) + " were not refreshed within " + REFRESH_SECONDS + " s", e);
        }
    }

    /** What a crash may have left of trials. */
    void clearTrials() throws BundleException {
        for (Bundle bundle : all()) {
            if (bundle.getLocation().startsWith(TRIAL)) {
                bundle.uninstall();
            }
        }
    }

    private static void uninstall(Bundle trial) {
        try {
            trial.uninstall();
        } catch (BundleException e) {
            throw new IllegalStateException("the trial " + trial + " cannot be uninstalled", e);
        }
    }

    static List<String> names(Collection<Bundle> bundles) {
        return bundles.stream()
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion())
                .toList();
    }
}
