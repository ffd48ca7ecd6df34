package io.bouquet.deploy.leaks.leaky;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Lends the thread that starts it its class loader, and does not take it back. */
public final class Contexted implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Thread.currentThread().setContextClassLoader(Contexted.class.getClassLoader());
    }

    @Override
    public void stop(BundleContext context) {}
}
