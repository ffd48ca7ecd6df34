package io.bouquet.web.gate;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of services before all listeners do, the whiteboard among them. Before it takes a service away, the requests
 * that its bundle answers are let finish, since afterwards its code is no longer good for them.
 */
final class RewireHook implements EventListenerHook {
    private static final Logger LOG = LoggerFactory.getLogger(RewireHook.class);
    private static final String FELIX = "org.apache.felix.framework";
    private static final String PREFIX = "osgi.jaxrs.";
    private static final String RUNTIME = "org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime";
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BundleContext context;
    private final Gate gate;
    private final Absences absences;
    private final Applications applications;
    private final Whiteboards whiteboards;
    private final WebGate.Config config;
    private final AfterWhiteboard afterWhiteboard;
    /** The order of listeners is Felix's own. */
    private final boolean isFelix;

    RewireHook(BundleContext context, Gate gate, Absences absences, Whiteboards whiteboards, WebGate.Config config) {
        this.context = context;
        this.gate = gate;
        this.absences = absences;
        this.applications = new Applications(context);
        this.whiteboards = whiteboards;
        this.config = config;
        this.afterWhiteboard = new AfterWhiteboard(gate::told);
        this.isFelix =
                FELIX.equals(context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getSymbolicName());
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        ServiceReference<?> service = event.getServiceReference();
        if (isRuntime(service)) {
            gate.endIsNear();
            return;
        }
        if (!concernsTheWhiteboard(service) || !isHeardBy(whiteboards.rest(), listeners)) {
            return;
        }
        boolean isTold = isFelix && afterWhiteboard.isLast(whiteboards.rest(), listeners);
        Dispatch dispatch = Dispatch.current(isTold ? event : null);
        boolean leaves = event.getType() == ServiceEvent.UNREGISTERING;
        if (Applications.isOne(service)) {
            rewireAndPlace(event, leaves, dispatch);
        } else if (event.getType() == ServiceEvent.MODIFIED) {
            // may have belonged to others before
            rewire(service, false, dispatch, gate.entries().all());
        } else {
            Entries entries = gate.entries();
            rewire(
                    service,
                    leaves,
                    dispatch,
                    applications.of(service).map(entries::of).orElseGet(entries::all));
        }
    }

    /** To be called once, before there are requests: applications that are there already. */
    synchronized void begin() {
        gate.place(gate.entries().at(applications.bases(null)));
    }

    /** To be called once, when nothing is to be held any more. */
    void end() {
        afterWhiteboard.leave();
    }

    /** One at a time, so that none puts back what another has placed. */
    private synchronized void rewireAndPlace(ServiceEvent event, boolean leaves, Dispatch dispatch) {
        ServiceReference<?> service = event.getServiceReference();
        Entries now = gate.entries();
        Entries next = now.at(applications.bases(leaves ? service : null));
        Set<Entry> concerned = new HashSet<>();
        // one that changes may have been elsewhere before
        Optional<Set<String>> base =
                event.getType() == ServiceEvent.MODIFIED ? Optional.empty() : Applications.ownBase(service);
        for (Entries entries : List.of(now, next)) {
            concerned.addAll(base.map(entries::of).orElseGet(entries::all));
        }
        rewire(service, leaves, dispatch, concerned);
        gate.place(next);
    }

    private void rewire(ServiceReference<?> service, boolean leaves, Dispatch dispatch, Set<Entry> concerned) {
        Set<Entry> open = gate.stillOpen(dispatch, concerned);
        if (open.isEmpty()) {
            return;
        }
        gate.counts.rewires.incrementAndGet();
        Bundle bundle = service.getBundle();
        if (leaves && bundle != null) {
            leave(service, bundle, dispatch, open);
        } else {
            gate.close(dispatch, open);
        }
    }

    private static boolean isRuntime(ServiceReference<?> service) {
        return List.of((String[]) service.getProperty(Constants.OBJECTCLASS)).contains(RUNTIME);
    }

    /** False if a resource is kept from the whiteboard, which then does not rewire. */
    private static boolean isHeardBy(
            @Nullable Bundle whiteboard, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        return whiteboard == null
                || listeners.keySet().stream().anyMatch(context -> whiteboard.equals(context.getBundle()));
    }

    private static boolean concernsTheWhiteboard(ServiceReference<?> service) {
        for (String key : service.getPropertyKeys()) {
            if (key.startsWith(PREFIX)) {
                return true;
            }
        }
        return false;
    }

    private void leave(ServiceReference<?> service, Bundle bundle, Dispatch dispatch, Set<Entry> concerned) {
        List<Absence> gone = comesBack(bundle) ? absent(service, bundle) : List.of();
        absences.add(gone);
        Gate.Rewiring rewiring = gate.close(dispatch, concerned);
        // from here on no request is between the gate and a method, so that these are all that the bundle answers
        List<Ticket> answering = gate.users(bundle).stream()
                .filter(ticket -> !ticket.isOnThread())
                .toList();
        gate.counts.departures.stops(bundle, answering);
        if (!answering.isEmpty()) {
            gate.open(rewiring);
            answering.forEach(Ticket::end);
            drain(answering, Ticket::isFinished, bundle);
            rewiring = gate.close(dispatch, concerned);
        }
        for (Absence absence : gone) {
            absence.beginsWith(rewiring::isOver);
        }
    }

    /** Waits for requests that a bundle answers, interrupts those that are late, and waits for them a little. */
    void drain(List<Ticket> answering, Predicate<Ticket> isDone, Bundle bundle) {
        if (awaitAll(answering, isDone, TimeUnit.SECONDS.toNanos(config.drainSeconds()))) {
            return;
        }
        List<Ticket> late = answering.stream().filter(isDone.negate()).toList();
        gate.counts.interrupted.addAndGet(late.size());
        LOG.warn(
                "{} requests that {} answers have not finished in {} s; interrupting them",
                late.size(),
                bundle,
                config.drainSeconds());
        gate.counts.departures.interrupted(bundle, late);
        late.forEach(Ticket::interrupt);
        awaitAll(late, isDone, INTERRUPTED_NANOS);
    }

    private static boolean awaitAll(List<Ticket> tickets, Predicate<Ticket> isDone, long nanos) {
        long end = System.nanoTime() + nanos;
        for (Ticket ticket : tickets) {
            while (!isDone.test(ticket)) {
                if (System.nanoTime() - end >= 0) {
                    return false;
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
        return true;
    }

    /**
     * Whether a bundle that loses a service will have it again: an update, a refresh and a start level stop a bundle but
     * leave it marked as started, whereas who stops or uninstalls it takes the mark away first.
     */
    boolean comesBack(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return level != null
                && level.isPersistentlyStarted()
                && context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.ACTIVE;
    }

    /** The routes that go with a service: its own, those of its application, those that need its extension. */
    private List<Absence> absent(ServiceReference<?> service, Bundle bundle) {
        // counted from the end of the drain: before that, new requests would get to code that is about to go
        long deadline = System.nanoTime()
                + TimeUnit.SECONDS.toNanos((long) config.drainSeconds() + config.awaitSeconds())
                + INTERRUPTED_NANOS;
        long id = (Long) service.getProperty(Constants.SERVICE_ID);
        Set<Long> dependents = applications.dependents(service).stream()
                .map(dependent -> (Long) dependent.getProperty(Constants.SERVICE_ID))
                .collect(Collectors.toSet());
        return whiteboards.routes().stream()
                .filter(route ->
                        route.service() == id || route.application() == id || dependents.contains(route.service()))
                .map(route -> new Absence(route, bundle.getBundleId(), deadline))
                .toList();
    }
}
