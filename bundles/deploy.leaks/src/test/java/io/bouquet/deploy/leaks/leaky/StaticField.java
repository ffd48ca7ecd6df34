package io.bouquet.deploy.leaks.leaky;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Leaves itself where all can reach it. */
public final class StaticField implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        System.getProperties().put("leaky", this);
    }

    @Override
    public void stop(BundleContext context) {}
}
