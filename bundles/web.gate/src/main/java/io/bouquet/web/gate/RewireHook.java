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
 * Receives the events of JAX-RS services before the JAX-RS whiteboard does, and closes the gate while the whiteboard
 * rewires. Before the whiteboard removes a service, this hook waits for the requests that the service's bundle is
 * answering, since the code of the bundle does not work for them afterwards.
 */
final class RewireHook implements EventListenerHook {
    private static final Logger LOG = LoggerFactory.getLogger(RewireHook.class);
    private static final String FELIX = "org.apache.felix.framework";
    private static final String PREFIX = "osgi.jaxrs.";
    private static final String RUNTIME = "org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime";
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BundleContext context;
    private final Gate gate;
    private final AbsentRoutes absentRoutes;
    private final Applications applications;
    private final Whiteboards whiteboards;
    private final WebGate.Config config;
    private final AfterWhiteboardListener afterWhiteboard;
    /** Only Felix is known to call listeners in the order that {@link AfterWhiteboardListener} relies on. */
    private final boolean isFelix;

    RewireHook(
            BundleContext context,
            Gate gate,
            AbsentRoutes absentRoutes,
            Whiteboards whiteboards,
            WebGate.Config config) {
        this.context = context;
        this.gate = gate;
        this.absentRoutes = absentRoutes;
        this.applications = new Applications(context);
        this.whiteboards = whiteboards;
        this.config = config;
        this.afterWhiteboard = new AfterWhiteboardListener(gate::handled);
        this.isFelix =
                FELIX.equals(context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getSymbolicName());
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        ServiceReference<?> service = event.getServiceReference();
        if (isRuntime(service)) {
            gate.rewired();
            return;
        }
        if (!concernsTheWhiteboard(service) || !isReceivedBy(whiteboards.rest(), listeners)) {
            return;
        }
        boolean reportsEnd = isFelix && afterWhiteboard.isLast(whiteboards.rest(), listeners);
        EventDispatch dispatch = EventDispatch.current(reportsEnd ? event : null);
        boolean leaves = event.getType() == ServiceEvent.UNREGISTERING;
        if (Applications.isApplication(service)) {
            rewireApplications(event, leaves, dispatch);
        } else if (event.getType() == ServiceEvent.MODIFIED) {
            // the service may have belonged to other applications before
            rewire(service, false, dispatch, gate.applications().all());
        } else {
            ApplicationGates gates = gate.applications();
            rewire(
                    service,
                    leaves,
                    dispatch,
                    applications.of(service).map(gates::of).orElseGet(gates::all));
        }
    }

    /** Creates the gates of the applications that exist already. Called once, before the first request. */
    synchronized void begin() {
        gate.setApplications(gate.applications().withBases(applications.bases(null)));
    }

    /** Called once, when the gate is to hold no more requests. */
    void end() {
        afterWhiteboard.leave();
    }

    /** Synchronized, since each call derives the next gates from the current ones. */
    private synchronized void rewireApplications(ServiceEvent event, boolean leaves, EventDispatch dispatch) {
        ServiceReference<?> service = event.getServiceReference();
        ApplicationGates now = gate.applications();
        ApplicationGates next = now.withBases(applications.bases(leaves ? service : null));
        Set<ApplicationGate> concerned = new HashSet<>();
        // a modified application may have had another base before
        Optional<Set<String>> base =
                event.getType() == ServiceEvent.MODIFIED ? Optional.empty() : Applications.ownBase(service);
        for (ApplicationGates gates : List.of(now, next)) {
            concerned.addAll(base.map(gates::of).orElseGet(gates::all));
        }
        rewire(service, leaves, dispatch, concerned);
        gate.setApplications(next);
    }

    private void rewire(
            ServiceReference<?> service, boolean leaves, EventDispatch dispatch, Set<ApplicationGate> concerned) {
        Set<ApplicationGate> open = gate.openAmong(dispatch, concerned);
        if (open.isEmpty()) {
            return;
        }
        gate.counts.rewires.incrementAndGet();
        Bundle bundle = service.getBundle();
        if (leaves && bundle != null) {
            removing(service, bundle, dispatch, open);
        } else {
            gate.close(dispatch, open);
        }
    }

    private static boolean isRuntime(ServiceReference<?> service) {
        return List.of((String[]) service.getProperty(Constants.OBJECTCLASS)).contains(RUNTIME);
    }

    /** Whether the whiteboard receives the event. It does not if the service is hidden from it. */
    private static boolean isReceivedBy(
            @Nullable Bundle whiteboard, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        return whiteboard == null
                || listeners.keySet().stream().anyMatch(context -> whiteboard.equals(context.getBundle()));
    }

    private static boolean concernsTheWhiteboard(ServiceReference<?> service) {
        for (String key : service.getPropertyKeys()) {
            if (key.startsWith(PREFIX) || key.equals(Extensions.CXF_EXTENSION)) {
                return true;
            }
        }
        return false;
    }

    private void removing(
            ServiceReference<?> service, Bundle bundle, EventDispatch dispatch, Set<ApplicationGate> concerned) {
        List<AbsentRoute> withdrawn = isExpectedBack(bundle) ? absent(service, bundle) : List.of();
        absentRoutes.add(withdrawn);
        Gate.Rewiring rewiring = gate.close(dispatch, concerned);
        // complete, since no request is between the closed gate and a method
        List<GatedRequest> answering = gate.answeredBy(bundle).stream()
                .filter(request -> !request.isOnThread())
                .toList();
        gate.counts.departures.stops(bundle, answering);
        if (!answering.isEmpty()) {
            gate.open(rewiring);
            answering.forEach(GatedRequest::askToEnd);
            drain(answering, GatedRequest::isFinished, bundle);
            rewiring = gate.close(dispatch, concerned);
        }
        for (AbsentRoute absent : withdrawn) {
            absent.removedWhen(rewiring::isOver);
        }
    }

    /** Waits for the requests that a bundle answers, then interrupts the late ones and waits briefly for them. */
    void drain(List<GatedRequest> answering, Predicate<GatedRequest> isDone, Bundle bundle) {
        if (awaitAll(answering, isDone, TimeUnit.SECONDS.toNanos(config.drainSeconds()))) {
            return;
        }
        List<GatedRequest> late = answering.stream().filter(isDone.negate()).toList();
        gate.counts.interrupted.addAndGet(late.size());
        LOG.warn(
                "{} requests to {} did not finish in {} s; interrupting them",
                late.size(),
                bundle,
                config.drainSeconds());
        gate.counts.departures.interrupted(bundle, late);
        late.forEach(GatedRequest::interrupt);
        awaitAll(late, isDone, INTERRUPTED_NANOS);
    }

    private static boolean awaitAll(List<GatedRequest> requests, Predicate<GatedRequest> isDone, long nanos) {
        long end = System.nanoTime() + nanos;
        for (GatedRequest request : requests) {
            while (!isDone.test(request)) {
                if (System.nanoTime() - end >= 0) {
                    return false;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        return true;
    }

    /**
     * Whether a bundle will register a withdrawn service again. An update, a refresh and a start level change stop a bundle
     * and leave it marked as started; stopping or uninstalling it removes the mark first.
     */
    boolean isExpectedBack(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return level != null
                && level.isPersistentlyStarted()
                && context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.ACTIVE;
    }

    /** Returns the routes that are withdrawn with a service: its own, those of its application, those that need its extension. */
    private List<AbsentRoute> absent(ServiceReference<?> service, Bundle bundle) {
        // awaitSeconds count from the end of the drain, since until then the old code cannot be replaced
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
                .map(route -> new AbsentRoute(route, bundle.getBundleId(), deadline))
                .toList();
    }
}
