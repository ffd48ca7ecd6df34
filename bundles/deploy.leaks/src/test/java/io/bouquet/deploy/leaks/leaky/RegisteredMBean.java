package io.bouquet.deploy.leaks.leaky;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Forgets an MBean. */
public final class RegisteredMBean implements BundleActivator, Runnable {
    @Override
    public void start(BundleContext context) throws Exception {
        ManagementFactory.getPlatformMBeanServer()
                .registerMBean(new StandardMBean(this, Runnable.class), new ObjectName("leaky:type=RegisteredMBean"));
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public void run() {}
}
