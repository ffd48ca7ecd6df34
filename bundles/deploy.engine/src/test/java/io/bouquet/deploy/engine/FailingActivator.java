package io.bouquet.deploy.engine;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Part of the bundles that tests make: does not start. */
public final class FailingActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no licence key");
    }

    @Override
    public void stop(BundleContext context) {
        // nothing was started
    }
}
