package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.PlatformBundles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

class BundlesTest {
    @TempDir
    Path folder;

    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void startsAgainWhereAnotherBundleWasJustBeingInstalled() throws Exception {
        Bundles bundles = new Bundles(
                framework.getBundleContext(),
                framework.adapt(FrameworkWiring.class),
                new UnresolvedRequirements(
                        framework.adapt(FrameworkWiring.class), (namespace, filter) -> Optional.empty()));
        AtomicInteger lost = new AtomicInteger(2);
        // as Karaf's hook does with a bundle that has no region yet
        framework.getBundleContext().registerService(ResolverHookFactory.class, triggers -> new LosingHook(lost), null);
        install("com.example.beside");
        Bundle importing = install("com.example.a", Constants.IMPORT_PACKAGE, "org.osgi.framework");
        assertThatThrownBy(importing::start).isInstanceOf(BundleException.class);
        bundles.start(importing, 0);
        assertThat(importing.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(lost).hasValue(0);
        Bundle lacking = install("com.example.b", Constants.IMPORT_PACKAGE, "com.example.nowhere");
        assertThatThrownBy(() -> bundles.start(lacking, 0))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("com.example.nowhere");
    }

    private Bundle install(String name, String... headers) throws Exception {
        Path jar = new Jars(folder).plain(name, "1.0.0", headers);
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    /** Removes a bundle that is not to be resolved, as long as the count is not used up. */
    private record LosingHook(AtomicInteger lost) implements ResolverHook {
        @Override
        public void filterResolvable(Collection<BundleRevision> candidates) {
            if (lost.get() > 0
                    && candidates.removeIf(
                            candidate -> candidate.getSymbolicName().equals("com.example.beside"))) {
                lost.decrementAndGet();
            }
        }

        @Override
        public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
            // all stay
        }

        @Override
        public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
            // all stay
        }

        @Override
        public void end() {
            // nothing is kept
        }
    }

    @Test
    void tellsThePlatformsBundlesFromThoseThatCameLater() throws Exception {
        String shipped = Distribution.ship("org.example", "a", "1");
        String reference = "reference:"
                + Distribution.SYSTEM.resolve("org/example/a/1/a-1.jar").toUri();
        assertThat(PlatformBundles.contains(framework)).isTrue();
        is(shipped, true);
        is(reference, true);
        is(shipped, false, Constants.BUNDLE_UPDATELOCATION, "mvn:org.example/a/1.0.1");
        is(shipped, true, Constants.BUNDLE_UPDATELOCATION, shipped);
        for (String other : new String[] {
            "reference:file:/tmp/a.jar",
            "reference:" + Distribution.SYSTEM.toUri() + "../a.jar",
            "mvn:org.example/b/1",
            "mvn:org.example/../1",
            "wrap:" + shipped,
            "file:/tmp/a.jar",
            "plugin:com.example.a/1"
        }) {
            is(other, false, Constants.BUNDLE_UPDATELOCATION, shipped);
        }
    }

    private void is(String location, boolean platform, String... headers) throws Exception {
        try (var in = Files.newInputStream(new Jars(folder).plain("com.example.a", "1.0.0", headers))) {
            // a stream, whatever the location says
            Bundle bundle = framework.getBundleContext().installBundle(location, in);
            assertThat(PlatformBundles.contains(bundle)).as(location).isEqualTo(platform);
            bundle.uninstall();
        }
    }
}
