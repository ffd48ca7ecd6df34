package io.bouquet.deploy.leaks.leaky;

import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Leaves a value of its own with the thread that starts it. */
public final class ThreadLocalValue implements BundleActivator {
    private static final ThreadLocal<List<Object>> KEPT = new ThreadLocal<>();

    @Override
    public void start(BundleContext context) {
        KEPT.set(List.of(this));
    }

    @Override
    public void stop(BundleContext context) {}
}
