package io.bouquet.deploy.engine;

import java.lang.reflect.InvocationTargetException;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails behind reflection when it starts. */
public final class BrokenStart implements BundleActivator {
    @Override
    public void start(BundleContext context) throws Exception {
        try {
            key();
        } catch (IllegalStateException e) {
            throw new InvocationTargetException(e);
        }
    }

    private static void key() {
        throw new IllegalStateException("no key is set");
    }

    @Override
    public void stop(BundleContext context) {}
}
