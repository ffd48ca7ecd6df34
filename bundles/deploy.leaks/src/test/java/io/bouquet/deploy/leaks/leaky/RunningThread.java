package io.bouquet.deploy.leaks.leaky;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Forgets a thread. */
public final class RunningThread implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        new Thread(this::waitForever, "ticker-1").start();
    }

    private synchronized void waitForever() {
        try {
            while (true) {
                wait();
            }
        } catch (InterruptedException e) {
            // the test is over
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
