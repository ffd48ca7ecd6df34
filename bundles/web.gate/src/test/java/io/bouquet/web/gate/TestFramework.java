package io.bouquet.web.gate;

import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/** A started framework without bundles. */
final class TestFramework {
    private static final long STOP_MILLIS = 10_000;

    private final Framework framework;

    TestFramework(Path storage) throws BundleException {
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", storage.toString()));
        framework.start();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(STOP_MILLIS);
    }
}
