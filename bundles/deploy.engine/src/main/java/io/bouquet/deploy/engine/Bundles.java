package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.PlatformBundles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and changes the framework's bundles, above all those of plugins. */
final class Bundles {
    /** Prefix of the locations of plugin bundles. The rest is the name and the id of a receipt. */
    static final String LOCATION = "plugin:";

    private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);
    private static final String TRIAL = "trial:";
    private static final long REFRESH_SECONDS = 60;
    private static final int START_ATTEMPTS = 10;
    private static final long START_PAUSE_MILLIS = 20;

    private final BundleContext context;
    private final FrameworkWiring framework;
    private final UnresolvedRequirements requirements;

    Bundles(BundleContext context, FrameworkWiring framework, UnresolvedRequirements requirements) {
        this.context = context;
        this.framework = framework;
        this.requirements = requirements;
    }

    List<Bundle> all() {
        return List.of(context.getBundles());
    }

    /** Returns the bundles of all plugins that were installed as a JAR. */
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

    /** Returns the bundles that came from one of these locations. */
    List<Bundle> at(Collection<String> locations) {
        return all().stream()
                .filter(bundle -> sources(bundle).anyMatch(locations::contains))
                .toList();
    }

    /**
     * Returns the location of a bundle, and the URL from which Karaf has updated it. If a feature has a newer micro
     * version of a bundle, Karaf updates it in place: the location stays, and a header names the new URL.
     */
    static Stream<String> sources(Bundle bundle) {
        String updated = bundle.getHeaders("").get(Constants.BUNDLE_UPDATELOCATION);
        return updated == null ? Stream.of(bundle.getLocation()) : Stream.of(bundle.getLocation(), updated);
    }

    static boolean isTrial(Bundle bundle) {
        return bundle.getLocation().startsWith(TRIAL);
    }

    /** Returns the bundle with this name that was not installed as a JAR plugin. */
    Optional<Bundle> foreign(String symbolicName) {
        return all().stream()
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName())
                        && !bundle.getLocation().startsWith(LOCATION)
                        && !bundle.getLocation().startsWith(TRIAL))
                .findFirst();
    }

    /** Returns the platform bundle with this name. */
    Optional<Bundle> platform(String symbolicName) {
        return all().stream()
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()) && PlatformBundles.contains(bundle))
                .findFirst();
    }

    /** Returns the packages that the platform exports, each with one bundle that exports it. */
    Map<String, Bundle> exportedByPlatform() {
        Map<String, Bundle> exported = new HashMap<>();
        all().stream().filter(PlatformBundles::contains).forEach(bundle -> ArchiveRules.exports(bundle, exported));
        return exported;
    }

    /** Whether the bundle is neither of the platform nor a trial. */
    static boolean isGuest(Bundle bundle) {
        return !isTrial(bundle) && !PlatformBundles.contains(bundle);
    }

    /** Whether a KAR or one of Karaf's own commands installed the bundle. */
    static boolean isBrought(Bundle bundle) {
        return !bundle.getLocation().startsWith(LOCATION) && isGuest(bundle);
    }

    Bundle install(String plugin, String receipt, Path archive) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return context.installBundle(LOCATION + plugin + "/" + receipt, in);
        }
    }

    /**
     * Starts a bundle. Tries again if it was not resolved although nothing is missing: while another bundle is being
     * installed or uninstalled, Karaf's resolver hook removes that bundle from the resolvable ones, and Felix then takes
     * no resolved bundle as a provider.
     *
     * @throws BundleException if the bundle cannot be resolved, or its activator fails
     */
    void start(Bundle bundle, int options) throws BundleException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                bundle.start(options);
                return;
            } catch (BundleException e) {
                if (e.getType() != BundleException.RESOLVE_ERROR
                        || attempt == START_ATTEMPTS
                        || bundle.getState() != Bundle.INSTALLED
                        || !requirements.areMet(bundle)) {
                    throw e;
                }
                LOG.debug("{} is started again", bundle, e);
            }
            Thread.sleep(START_PAUSE_MILLIS);
        }
    }

    /**
     * Stops a bundle. An exception from the bundle counts as a failure only if the bundle still runs.
     *
     * @throws BundleException if it is still running
     */
    static void stop(Bundle bundle, int options) throws BundleException {
        try {
            bundle.stop(options);
        } catch (BundleException e) {
            int state = bundle.getState();
            if (state == Bundle.ACTIVE || state == Bundle.STARTING || state == Bundle.STOPPING) {
                throw e;
            }
            LOG.warn(
                    "{} {} threw an exception while it stopped, but it is stopped: {}",
                    bundle.getSymbolicName(),
                    bundle.getVersion(),
                    Words.of(e));
        }
    }

    void update(Bundle bundle, Path archive) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            bundle.update(in);
        }
    }

    /**
     * Describes the missing requirements of an archive. Installs a bundle with the same manifest and uninstalls it at
     * once, without resolving it: Karaf examines resolved bundles a moment later, and other bundles might be wired to
     * it. The trial has its own name, because the framework allows only one bundle of each name and version.
     */
    List<Finding> trial(String receipt, Archive archive) throws IOException {
        Bundle trial;
        try {
            trial = context.installBundle(TRIAL + receipt, new ByteArrayInputStream(manifestOnly(receipt, archive)));
        } catch (BundleException e) {
            return List.of(new Finding(
                    "wrong-manifest",
                    "its manifest is wrong: "
                            + Finding.ofMessage(Words.of(e)).get(0).problem(),
                    "Correct in bnd.bnd what the message names, and build again",
                    "META-INF/MANIFEST.MF"));
        }
        try {
            return requirements.missing(trial);
        } finally {
            uninstall(trial);
        }
    }

    private static byte[] manifestOnly(String receipt, Archive archive) throws IOException {
        Manifest manifest = new Manifest();
        archive.headers().forEach(manifest.getMainAttributes()::putValue);
        manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, "trial-" + receipt);
        manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        new JarOutputStream(jar, manifest).close();
        return jar.toByteArray();
    }

    /** Returns the requirements of a bundle that keep it from being resolved. */
    List<Finding> unresolved(Bundle bundle) {
        return requirements.of(bundle);
    }

    /** Returns a service of the platform; empty while it is missing. */
    <T> Optional<T> service(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? Optional.empty() : Optional.ofNullable(context.getService(reference));
    }

    /** Returns the bundle with this id. */
    Optional<Bundle> withId(long id) {
        return Optional.ofNullable(context.getBundle(id));
    }

    static boolean isSingleton(Archive archive) {
        return Stream.of(Parser.parseHeader(archive.headers().getOrDefault(Constants.BUNDLE_SYMBOLICNAME, "")))
                .anyMatch(clause -> Boolean.parseBoolean(clause.getDirective(Constants.SINGLETON_DIRECTIVE)));
    }

    /** Returns the other bundles that a refresh of this bundle would restart. */
    List<Bundle> dependants(Bundle bundle) {
        return framework.getDependencyClosure(List.of(bundle)).stream()
                .filter(other -> !other.equals(bundle))
                .toList();
    }

    /** Refreshes bundles that still have former wirings in use, and waits for the end. */
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

    /** Stops a bundle that should not have been resolved, and refreshes it so that no other bundle uses its exports. */
    void disable(Bundle bundle) {
        boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        try {
            if (!fragment) {
                stop(bundle, 0);
            }
            if (bundle.getState() != Bundle.INSTALLED) {
                framework.refreshBundles(List.of(bundle));
            }
        } catch (BundleException e) {
            LOG.warn("{} cannot be stopped: {}", bundle.getLocation(), Words.of(e));
        }
    }

    /** Removes the trials that a crash has left. */
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
