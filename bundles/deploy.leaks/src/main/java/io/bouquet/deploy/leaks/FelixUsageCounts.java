package io.bouquet.deploy.leaks;

import java.lang.reflect.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes uninstalled bundles from Felix's service usage counts. Felix keeps counts that have become zero, and with
 * them about 17 kB of data for each uninstalled bundle. There is no API for this, so the class uses reflection. It does
 * nothing on frameworks with other internals. Thread-safe.
 */
// immediate: it provides no service
@Component(
        service = {},
        immediate = true)
public final class FelixUsageCounts implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(FelixUsageCounts.class);

    private final BundleContext context;
    private final @Nullable Map<?, ?> inUse;

    @Activate
    public FelixUsageCounts(BundleContext context) {
        this.context = context;
        inUse = inUse(context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION));
        context.addBundleListener(this);
    }

    @Deactivate
    void close() {
        context.removeBundleListener(this);
    }

    private static @Nullable Map<?, ?> inUse(Bundle framework) {
        try {
            return field(field(framework, "m_registry"), "m_inUseMap") instanceof Map<?, ?> map ? map : null;
        } catch (ReflectiveOperationException | RuntimeException otherwise) {
            LOG.debug("{} {} keeps no counts that are known here", framework, framework.getVersion(), otherwise);
            return null;
        }
    }

    private static Object field(Object object, String name) throws ReflectiveOperationException {
        Field field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        // the bundle context is already invalid, so no new count can appear
        if (inUse != null && event.getType() == BundleEvent.UNINSTALLED) {
            inUse.remove(event.getBundle());
        }
    }
}
