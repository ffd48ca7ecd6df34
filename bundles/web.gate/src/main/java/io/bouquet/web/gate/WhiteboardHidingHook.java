package io.bouquet.web.gate;

import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/**
 * Hides services from the JAX-RS whiteboard. Other bundles see them. A component creates this hook instead of being one:
 * the framework calls hooks at every service lookup, also while the component is created, which would then wait for itself.
 */
final class WhiteboardHidingHook implements EventListenerHook, FindHook {
    private final Supplier<@Nullable ServiceReference<JaxrsServiceRuntime>> runtime;
    private final Predicate<ServiceEvent> hidesEvent;
    private final Predicate<ServiceReference<?>> isHidden;
    private @Nullable ServiceRegistration<?> registration;

    /**
     * @param runtime    the whiteboard's service; given, since a hook must not look up services: the framework would call
     *                   the hook for that
     * @param hidesEvent whether the whiteboard must not receive an event; called for all events of all services
     * @param isHidden   whether the whiteboard must not find a service
     */
    WhiteboardHidingHook(
            Supplier<@Nullable ServiceReference<JaxrsServiceRuntime>> runtime,
            Predicate<ServiceEvent> hidesEvent,
            Predicate<ServiceReference<?>> isHidden) {
        this.runtime = runtime;
        this.hidesEvent = hidesEvent;
        this.isHidden = isHidden;
    }

    void register(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, Integer.MAX_VALUE);
        registration = context.registerService(
                new String[] {EventListenerHook.class.getName(), FindHook.class.getName()}, this, properties);
    }

    void unregister() {
        ServiceRegistration<?> registered = registration;
        if (registered != null) {
            registered.unregister();
        }
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        if (hidesEvent.test(event)) {
            Bundle whiteboard = whiteboard();
            listeners.keySet().removeIf(context -> context.getBundle().equals(whiteboard));
        }
    }

    @Override
    public void find(
            BundleContext context,
            @Nullable String name,
            @Nullable String filter,
            boolean all,
            Collection<ServiceReference<?>> found) {
        if (!found.isEmpty() && context.getBundle().equals(whiteboard())) {
            found.removeIf(isHidden);
        }
    }

    /** Whether the whiteboard uses a service already; hiding it would come too late. */
    boolean isUsed(ServiceReference<?> service) {
        Bundle whiteboard = whiteboard();
        Bundle[] users = whiteboard == null ? null : service.getUsingBundles();
        if (users != null) {
            for (Bundle user : users) {
                if (user.equals(whiteboard)) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable Bundle whiteboard() {
        ServiceReference<JaxrsServiceRuntime> reference = runtime.get();
        return reference == null ? null : reference.getBundle();
    }
}
