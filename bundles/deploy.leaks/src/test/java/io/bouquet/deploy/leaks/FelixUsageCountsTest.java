package io.bouquet.deploy.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bouquet.deploy.leaks.leaky.Clean;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

class FelixUsageCountsTest {
    @TempDir
    Path folder;

    private Framework framework;
    private BundleContext context;
    private ServiceReference<Object> service;

    @BeforeEach
    void start() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
        context = framework.getBundleContext();
        service = context.registerService(Object.class, new Object(), null).getReference();
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void letsABundleGoThatHasUsedAService() throws Exception {
        FelixUsageCounts counts = new FelixUsageCounts(context);
        WeakReference<Bundle> gone = useAndUninstall();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(gone.get()).isNull();
        });
        counts.close();
    }

    /** In a method of its own, or the bundle would be held by our own stack. */
    private WeakReference<Bundle> useAndUninstall() throws Exception {
        Bundle bundle = context.installBundle("user", LeakWatchTest.jar(Clean.class, "1.0.0"));
        bundle.start();
        BundleContext its = bundle.getBundleContext();
        its.getService(service);
        its.ungetService(service);
        bundle.uninstall();
        framework.adapt(FrameworkWiring.class).refreshBundles(null);
        return new WeakReference<>(bundle);
    }
}
