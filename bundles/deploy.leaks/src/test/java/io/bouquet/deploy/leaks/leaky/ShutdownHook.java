package io.bouquet.deploy.leaks.leaky;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Forgets a shutdown hook. */
public final class ShutdownHook implements BundleActivator, Runnable {
    @Override
    public void start(BundleContext context) {
        Runtime.getRuntime().addShutdownHook(new Thread(this, "goodbye"));
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public void run() {}
}
