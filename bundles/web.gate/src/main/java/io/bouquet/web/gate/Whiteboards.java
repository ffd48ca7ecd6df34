package io.bouquet.web.gate;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/** Reads the state of both whiteboards, uncached; either may be missing. */
final class Whiteboards {
    private final BundleContext context;
    /** Ids of the services that the JAX-RS whiteboard has registered with the HTTP whiteboard. */
    private final Set<Long> ofRest = ConcurrentHashMap.newKeySet();

    Whiteboards(BundleContext context) {
        this.context = context;
    }

    List<Route> routes() {
        return ask(JaxrsServiceRuntime.class, runtime -> Routes.of(runtime.getRuntimeDTO()), List.of());
    }

    /** Returns the bundle of the JAX-RS whiteboard; null if it is missing. */
    @Nullable
    Bundle rest() {
        ServiceReference<JaxrsServiceRuntime> runtime = context.getServiceReference(JaxrsServiceRuntime.class);
        return runtime == null ? null : runtime.getBundle();
    }

    /** Called before the HTTP whiteboard receives the event of a service that the JAX-RS whiteboard registers. */
    void isOfRest(long service) {
        ofRest.add(service);
    }

    /** @param before see {@link HttpRoutes#of} */
    HttpRoutes http(HttpRoutes before) {
        Set<Long> known = Set.copyOf(ofRest);
        // a service that is being unregistered is missing here while the HTTP whiteboard still lists it
        Set<Long> registered = registeredByRest();
        ofRest.addAll(registered);
        HttpRoutes now = ask(
                HttpServiceRuntime.class,
                runtime -> HttpRoutes.of(runtime.getRuntimeDTO(), ofRest::contains, this::owner, before),
                HttpRoutes.NONE);
        ofRest.removeIf(service -> known.contains(service) && !registered.contains(service) && !now.has(service));
        return now;
    }

    private Set<Long> registeredByRest() {
        Bundle whiteboard = rest();
        ServiceReference<?>[] registered = whiteboard == null ? null : whiteboard.getRegisteredServices();
        return Stream.of(registered == null ? new ServiceReference<?>[0] : registered)
                .map(service -> (Long) service.getProperty(Constants.SERVICE_ID))
                .collect(Collectors.toSet());
    }

    /** Identifies the bundle and the component of a service; the empty string if it is being unregistered. */
    private String owner(long service) {
        for (ServiceReference<?> found : services(context, "(" + Constants.SERVICE_ID + "=" + service + ")")) {
            Bundle bundle = found.getBundle();
            if (bundle != null) {
                return bundle.getBundleId() + "/" + found.getProperty("component.name");
            }
        }
        return "";
    }

    /** Returns the services that match a filter of the platform's own, of all bundles and class spaces. */
    static List<ServiceReference<?>> services(BundleContext context, String filter) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
    }

    private <S, T> T ask(Class<S> type, Function<S, T> question, T fallback) {
        ServiceReference<S> reference = context.getServiceReference(type);
        S runtime = reference == null ? null : context.getService(reference);
        if (reference == null || runtime == null) {
            return fallback;
        }
        try {
            return question.apply(runtime);
        } finally {
            context.ungetService(reference);
        }
    }
}
