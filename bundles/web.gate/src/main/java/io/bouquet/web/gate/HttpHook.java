package io.bouquet.web.gate;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Receives the events of servlets, static resources, filters and servlet contexts before the HTTP whiteboard does. Before
 * the whiteboard removes one, this hook holds new requests to it and waits for the requests that it is answering.
 */
final class HttpHook implements EventListenerHook {
    private static final String PREFIX = "osgi.http.whiteboard.";
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Other bundles answer the requests that pass a filter, so these are neither asked to end nor interrupted. */
    private static final long PASSING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RewireHook rewires;
    private final Gate gate;
    private final AbsentRoutes absentRoutes;
    private final Whiteboards whiteboards;
    private final Supplier<HttpRoutes> routes;
    private final Runnable onChange;
    private final long awaitNanos;

    /** @param onChange runs on the thread of the event, before the whiteboard receives it; must be short */
    HttpHook(
            RewireHook rewires,
            Gate gate,
            AbsentRoutes absentRoutes,
            Whiteboards whiteboards,
            Supplier<HttpRoutes> routes,
            Runnable onChange,
            WebGate.Config config) {
        this.rewires = rewires;
        this.gate = gate;
        this.absentRoutes = absentRoutes;
        this.whiteboards = whiteboards;
        this.routes = routes;
        this.onChange = onChange;
        this.awaitNanos = TimeUnit.SECONDS.toNanos(config.awaitSeconds());
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        ServiceReference<?> service = event.getServiceReference();
        Bundle bundle = service.getBundle();
        if (bundle == null || !concernsTheWhiteboard(service)) {
            return;
        }
        if (bundle.equals(whiteboards.rest())) {
            whiteboards.isOfRest((Long) service.getProperty(Constants.SERVICE_ID));
            return;
        }
        if (event.getType() != ServiceEvent.REGISTERED) {
            boolean isExpectedBack = event.getType() == ServiceEvent.MODIFIED || rewires.isExpectedBack(bundle);
            removing((Long) service.getProperty(Constants.SERVICE_ID), bundle, isExpectedBack);
        }
        onChange.run();
    }

    private static boolean concernsTheWhiteboard(ServiceReference<?> service) {
        for (String key : service.getPropertyKeys()) {
            if (key.startsWith(PREFIX)) {
                return true;
            }
        }
        return false;
    }

    private void removing(long service, Bundle bundle, boolean isExpectedBack) {
        List<HttpRoutes.Mapping> places = routes.get().of(service);
        if (places.isEmpty()) {
            return;
        }
        EventDispatch dispatch = EventDispatch.current();
        long deadline = System.nanoTime() + awaitNanos;
        List<AbsentRoute> withdrawn = places.stream()
                .map(place -> new AbsentRoute(place.route, bundle.getBundleId(), deadline, isExpectedBack))
                .toList();
        absentRoutes.add(withdrawn);
        // complete, since a request registers with its servlet before it looks for absent routes
        Set<GatedRequest> answering = new LinkedHashSet<>();
        Set<GatedRequest> passing = new LinkedHashSet<>();
        for (HttpRoutes.Mapping place : places) {
            (place.isFilter() ? passing : answering).addAll(place.answering);
        }
        answering.removeIf(GatedRequest::isOnThread);
        if (!answering.isEmpty()) {
            List<GatedRequest> all = List.copyOf(answering);
            gate.counts.departures.stops(bundle, all);
            all.forEach(GatedRequest::askToEnd);
            // one of them may have found the absent route and be waiting for it
            rewires.drain(all, request -> isAnsweredByNone(places, request), bundle);
        }
        awaitPassed(passing);
        for (AbsentRoute absent : withdrawn) {
            absent.removedWhen(() -> !dispatch.isGoingOn());
        }
    }

    private static boolean isAnsweredByNone(List<HttpRoutes.Mapping> places, GatedRequest request) {
        for (HttpRoutes.Mapping place : places) {
            if (!place.isFilter() && place.answering.contains(request)) {
                return false;
            }
        }
        return true;
    }

    private static void awaitPassed(Set<GatedRequest> passing) {
        long end = System.nanoTime() + PASSING_NANOS;
        for (GatedRequest request : passing) {
            while (request.isInFilters() && !request.isOnThread() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }
}
