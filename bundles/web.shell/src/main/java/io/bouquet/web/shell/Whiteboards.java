package io.bouquet.web.shell;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/** The whiteboards that run here; either may be missing. */
record Whiteboards(
        BundleContext context,
        @Nullable JaxrsServiceRuntime rest,
        @Nullable HttpServiceRuntime http) {
    Routes routes() {
        Routes routes = new Routes(List.of(), List.of());
        if (rest != null) {
            routes = routes.and(RestRoutes.of(rest.getRuntimeDTO(), this::bundle));
        }
        if (http != null) {
            routes = routes.and(ServletRoutes.of(http.getRuntimeDTO(), this::bundle, this::component));
        }
        return routes;
    }

    /** Symbolic name and id; the whiteboards give ids below zero to what is no service. */
    private String bundle(long service) {
        Bundle bundle = reference(service).map(ServiceReference::getBundle).orElse(null);
        return bundle == null ? "" : bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
    }

    /** Name of the component that a service is of; the empty string if it is of none. */
    private String component(long service) {
        return reference(service)
                .map(found -> found.getProperty("component.name"))
                .map(Object::toString)
                .orElse("");
    }

    private Optional<ServiceReference<?>> reference(long service) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, "(service.id=" + service + ")");
            return found == null ? Optional.empty() : Optional.of(found[0]);
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
    }
}
