package io.bouquet.deploy.engine;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A plugin whose stop throws. */
public final class StopFailsActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        // nothing to start
    }

    @Override
    public void stop(BundleContext context) {
        throw new IllegalStateException("the executor has ended already");
    }
}
