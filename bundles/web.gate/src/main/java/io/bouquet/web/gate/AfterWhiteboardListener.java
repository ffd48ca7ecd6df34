package io.bouquet.web.gate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Receives a service event after the JAX-RS whiteboard has handled it. The listener is registered in the whiteboard's own
 * bundle context: Felix calls the listeners of one context in the order in which they were added, and its hooks see them
 * in that order. So a hook can tell whether this listener is the last. If the whiteboard has added listeners since, this
 * one moves behind them. Thread-safe.
 */
final class AfterWhiteboardListener implements AllServiceListener {
    /** Matches every service; no other listener has this filter, so it identifies this one. */
    private static final String FILTER = "(|(objectClass=*)(io.bouquet.web.gate=after-whiteboard))";

    private final Predicate<ServiceEvent> handler;

    private @Nullable BundleContext joined;

    /** @param handler returns whether it did something about the event */
    AfterWhiteboardListener(Predicate<ServiceEvent> handler) {
        this.handler = handler;
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        if (handler.test(event)) {
            moveToEnd();
        }
    }

    /**
     * Whether this listener will receive an event after the whiteboard. If not, it moves and will be last for the next
     * event.
     *
     * @param listeners the listeners of the event, as a hook sees them
     */
    synchronized boolean isLast(@Nullable Bundle whiteboard, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        BundleContext context = whiteboard == null ? null : whiteboard.getBundleContext();
        if (context == null) {
            return false;
        }
        if (context.equals(joined)) {
            ListenerInfo last = null;
            for (ListenerInfo info : listeners.getOrDefault(context, List.of())) {
                last = info;
            }
            if (last != null && FILTER.equals(last.getFilter())) {
                return true;
            }
        } else {
            leave();
        }
        joined = context;
        moveToEnd();
        return false;
    }

    private synchronized void moveToEnd() {
        BundleContext context = joined;
        if (context != null) {
            try {
                context.removeServiceListener(this);
                context.addServiceListener(this, FILTER);
            } catch (IllegalStateException stopped) {
                joined = null;
            } catch (InvalidSyntaxException never) {
                throw new IllegalStateException(never);
            }
        }
    }

    synchronized void leave() {
        BundleContext context = joined;
        joined = null;
        if (context != null) {
            try {
                context.removeServiceListener(this);
            } catch (IllegalStateException stopped) {
                // the framework has removed the listeners of the stopped whiteboard
            }
        }
    }
}
