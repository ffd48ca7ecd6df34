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
 * Hears of servlets, static resources, filters and servlet contexts before the HTTP whiteboard does. Before it takes one
 * away, new requests to it are held, and the requests that it is answering are let finish.
 */
final class HttpHook implements EventListenerHook {
    private static final String PREFIX = "osgi.http.whiteboard.";
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** The requests that pass a filter belong to others: they are neither ended nor interrupted for it. */
    private static final long PASSING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RewireHook rewires;
    private final Gate gate;
    private final Absences absences;
    private final Whiteboards whiteboards;
    private final Supplier<HttpRoutes> routes;
    private final Runnable onChange;
    private final long awaitNanos;

    /** @param onChange runs on the thread of the event, before the whiteboard hears of it: must be short */
    HttpHook(
            RewireHook rewires,
            Gate gate,
            Absences absences,
            Whiteboards whiteboards,
            Supplier<HttpRoutes> routes,
            Runnable onChange,
            WebGate.Config config) {
        this.rewires = rewires;
        this.gate = gate;
        this.absences = absences;
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
            boolean comesBack = event.getType() == ServiceEvent.MODIFIED || rewires.comesBack(bundle);
            leave((Long) service.getProperty(Constants.SERVICE_ID), bundle, comesBack);
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

    private void leave(long service, Bundle bundle, boolean comesBack) {
        List<HttpRoutes.Place> places = routes.get().of(service);
        if (places.isEmpty()) {
            return;
        }
        Dispatch dispatch = Dispatch.current();
        long deadline = System.nanoTime() + awaitNanos;
        List<Absence> gone = places.stream()
                .map(place -> new Absence(place.route, bundle.getBundleId(), deadline, comesBack))
                .toList();
        absences.add(gone);
        // a request is counted as answered before it asks for absences, so that these are all
        Set<Ticket> answering = new LinkedHashSet<>();
        Set<Ticket> passing = new LinkedHashSet<>();
        for (HttpRoutes.Place place : places) {
            (place.isFilter() ? passing : answering).addAll(place.answering);
        }
        answering.removeIf(Ticket::isOnThread);
        if (!answering.isEmpty()) {
            List<Ticket> all = List.copyOf(answering);
            gate.counts.departures.stops(bundle, all);
            all.forEach(Ticket::end);
            // one of them may have seen the absence and wait for its end
            rewires.drain(all, ticket -> isAnsweredByNone(places, ticket), bundle);
        }
        awaitPassed(passing);
        for (Absence absence : gone) {
            absence.beginsWith(() -> !dispatch.isGoingOn());
        }
    }

    private static boolean isAnsweredByNone(List<HttpRoutes.Place> places, Ticket ticket) {
        for (HttpRoutes.Place place : places) {
            if (!place.isFilter() && place.answering.contains(ticket)) {
                return false;
            }
        }
        return true;
    }

    private static void awaitPassed(Set<Ticket> passing) {
        long end = System.nanoTime() + PASSING_NANOS;
        for (Ticket ticket : passing) {
            while (ticket.isOnWay() && !ticket.isOnThread() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }
}
