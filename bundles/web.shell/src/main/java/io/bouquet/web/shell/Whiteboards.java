package io.bouquet.web.shell;

import java.util.List;
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
            routes = routes.and(ServletRoutes.of(http.getRuntimeDTO(), this::bundle));
        }
        return routes;
    }

    /** Symbolic name and id; the whiteboards give ids below zero to what is no service. */
    private String bundle(long service) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, "(service.id=" + service + ")");
            Bundle bundle = found == null ? null : found[0].getBundle();
            return bundle == null ? "" : bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
    }
}
