package io.bouquet.deploy.leaks.leaky;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Forgets an executor whose one thread has nothing to do: no class of the bundle is on its stack, or in its fields. */
public final class IdleExecutor implements BundleActivator {
    @Override
    public void start(BundleContext context) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(1);
        executor.submit(() -> Thread.currentThread().setName("idle-1")).get();
        // for the test to end it
        System.getProperties().put("leaky", executor);
    }

    @Override
    public void stop(BundleContext context) {}
}
