package io.bouquet.deploy.engine;

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
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The framework's bundles: those that are plugins of ours, and what depends on them. */
final class Bundles {
    /** Begins the location of each bundle that is a plugin; the rest is its name and the id of a receipt. */
    static final String LOCATION = "plugin:";

    private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);
    private static final String TRIAL = "trial:";
    private static final long REFRESH_SECONDS = 60;

    private final BundleContext context;
    private final FrameworkWiring framework;

    Bundles(BundleContext context, FrameworkWiring framework) {
        this.context = context;
        this.framework = framework;
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

    /** Those that came from one of these locations. */
    List<Bundle> at(Collection<String> locations) {
        return all().stream()
                .filter(bundle -> sources(bundle).anyMatch(locations::contains))
                .toList();
    }

    /**
     * Where a bundle came from: its location, and what Karaf has updated it from since. Karaf updates a bundle in place
     * if a feature brings a newer micro version of it: the location stays, and a header names the new one.
     */
    static Stream<String> sources(Bundle bundle) {
        String updated = bundle.getHeaders("").get(Constants.BUNDLE_UPDATELOCATION);
        return updated == null ? Stream.of(bundle.getLocation()) : Stream.of(bundle.getLocation(), updated);
    }

    static boolean isTrial(Bundle bundle) {
        return bundle.getLocation().startsWith(TRIAL);
    }

    /** One of that name which somebody else installed. */
    Optional<Bundle> foreign(String symbolicName) {
        return all().stream()
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName())
                        && !bundle.getLocation().startsWith(LOCATION)
                        && !bundle.getLocation().startsWith(TRIAL))
                .findFirst();
    }

    /** The platform's bundle of a name. */
    Optional<Bundle> platform(String symbolicName) {
        return all().stream()
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()) && PlatformBundles.contains(bundle))
                .findFirst();
    }

    /** The packages that the platform exports, each with a bundle that has it. */
    Map<String, Bundle> exportedByPlatform() {
        Map<String, Bundle> exported = new HashMap<>();
        all().stream().filter(PlatformBundles::contains).forEach(bundle -> ArchiveRules.exports(bundle, exported));
        return exported;
    }

    /** Whether neither the platform nor a deployment of a JAR brought it, but one of Karaf's own commands, or a KAR. */
    static boolean isBrought(Bundle bundle) {
        return !bundle.getLocation().startsWith(LOCATION) && !isTrial(bundle) && !PlatformBundles.contains(bundle);
    }

    Bundle install(String plugin, String receipt, Path archive) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return context.installBundle(LOCATION + plugin + "/" + receipt, in);
        }
    }

    /**
     * Stops a bundle. What it throws while it stops does not keep it running: the state afterwards counts.
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
                    "{} {} threw while it stopped, and is stopped all the same: {}",
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
     * What an archive's bundle misses, in words. A bundle with the same manifest is installed for that and uninstalled at
     * once, and not resolved: Karaf looks into what was resolved a moment later, and others might be wired to it. Its
     * name is its own, because the framework takes one bundle of each name and version.
     */
    List<String> trial(String receipt, Archive archive) throws IOException {
        Bundle trial;
        try {
            trial = context.installBundle(TRIAL + receipt, new ByteArrayInputStream(manifestOnly(receipt, archive)));
        } catch (BundleException e) {
            return List.of("it needs a framework that takes it; this one says: " + Words.of(e));
        }
        try {
            return new UnresolvedRequirements(framework).missing(trial);
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

    /** @throws IllegalArgumentException where there is no such bundle */
    List<String> unresolved(long id) {
        Bundle bundle = context.getBundle(id);
        if (bundle == null) {
            throw new IllegalArgumentException("there is no bundle " + id);
        }
        return bundle.getState() == Bundle.INSTALLED ? new UnresolvedRequirements(framework).of(bundle) : List.of();
    }

    static boolean isSingleton(Archive archive) {
        return Stream.of(Parser.parseHeader(archive.headers().getOrDefault(Constants.BUNDLE_SYMBOLICNAME, "")))
                .anyMatch(clause -> Boolean.parseBoolean(clause.getDirective(Constants.SINGLETON_DIRECTIVE)));
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

    /** Keeps a bundle from starting, and has what it exports no longer used: it was resolved before we could object. */
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
