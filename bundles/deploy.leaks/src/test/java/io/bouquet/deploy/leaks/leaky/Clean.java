package io.bouquet.deploy.leaks.leaky;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Leaves nothing behind. */
public final class Clean implements BundleActivator {
    @Override
    public void start(BundleContext context) {}

    @Override
    public void stop(BundleContext context) {}
}
