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
 * Is told of a service event when the JAX-RS whiteboard has done what it does about it. It listens in the whiteboard's own
 * context: Felix calls the listeners of one context in the order in which they were added, which is the order that its
 * hooks see them in. So each hook can tell whether this one comes last; what the whiteboard has added since comes after
 * it, and it moves behind that. Thread-safe.
 */
final class AfterWhiteboard implements AllServiceListener {
    /** Matches every service, and is nobody else's. */
    private static final String FILTER = "(|(objectClass=*)(io.bouquet.web.gate=after-whiteboard))";

    private final Predicate<ServiceEvent> told;

    private @Nullable BundleContext joined;

    /** @param told what to do about an event; false where that was nothing */
    AfterWhiteboard(Predicate<ServiceEvent> told) {
        this.told = told;
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        if (told.test(event)) {
            moveBehind();
        }
    }

    /**
     * Whether it will be told of an event after the whiteboard; where it is not, it will be of the next.
     *
     * @param listeners those who are told of it, as its hook sees them
     */
    synchronized boolean isLast(@Nullable Bundle whiteboard, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        BundleContext its = whiteboard == null ? null : whiteboard.getBundleContext();
        if (its == null) {
            return false;
        }
        if (its.equals(joined)) {
            ListenerInfo last = null;
            for (ListenerInfo info : listeners.getOrDefault(its, List.of())) {
                last = info;
            }
            if (last != null && FILTER.equals(last.getFilter())) {
                return true;
            }
        } else {
            leave();
        }
        joined = its;
        moveBehind();
        return false;
    }

    private synchronized void moveBehind() {
        BundleContext its = joined;
        if (its != null) {
            try {
                its.removeServiceListener(this);
                its.addServiceListener(this, FILTER);
            } catch (IllegalStateException gone) {
                joined = null;
            } catch (InvalidSyntaxException never) {
                throw new IllegalStateException(never);
            }
        }
    }

    synchronized void leave() {
        BundleContext its = joined;
        joined = null;
        if (its != null) {
            try {
                its.removeServiceListener(this);
            } catch (IllegalStateException gone) {
                // and its listeners with it
            }
        }
    }
}
