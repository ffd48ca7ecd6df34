package io.bouquet.web.shell;

import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.web.MethodAccess;
import io.bouquet.web.RouteAccess;
import io.bouquet.web.socket.SocketService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/** The JAX-RS and the HTTP whiteboard, and who may call their routes; each may be missing. */
record Whiteboards(
        BundleContext context,
        @Nullable JaxrsServiceRuntime rest,
        @Nullable HttpServiceRuntime http,
        @Nullable RouteAccess access) {
    /** Prefix of the kinds of contributions to the JAX-RS whiteboard. */
    private static final String REST = "REST ";

    Routes routes() {
        Routes routes = new Routes(List.of(), List.of());
        if (rest != null) {
            routes = routes.and(RestRoutes.of(
                    rest.getRuntimeDTO(), this::bundle, access == null ? (service, method, path) -> "" : access));
        }
        if (http != null) {
            routes = routes.and(ServletRoutes.of(http.getRuntimeDTO(), this::bundle, this::component, this::socket));
        }
        return routes.and(new Routes(List.of(), keptOut()));
    }

    /** Services that the platform hides from the whiteboards. */
    private List<Failure> keptOut() {
        List<Failure> failures = new ArrayList<>();
        try {
            for (ServiceReference<ContributionStatus> reference :
                    context.getServiceReferences(ContributionStatus.class, null)) {
                ContributionStatus status = context.getService(reference);
                if (status != null) {
                    for (Bundle bundle : context.getBundles()) {
                        keptOut(status.of(bundle.getBundleId()), label(bundle), failures);
                    }
                    context.ungetService(reference);
                }
            }
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
        return failures;
    }

    private static void keptOut(List<Contribution> contributions, String bundle, List<Failure> failures) {
        for (Contribution one : contributions) {
            if (one.kind().startsWith(REST) && one.state() == Contribution.State.FAILED) {
                failures.add(new Failure(one.kind().substring(REST.length()), one.name(), bundle, one.detail()));
            }
        }
    }

    private static String label(Bundle bundle) {
        return bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
    }

    /** Returns symbolic name and id; the whiteboards use ids below zero for objects that are not services. */
    private String bundle(long service) {
        Bundle bundle = reference(service).map(ServiceReference::getBundle).orElse(null);
        return bundle == null ? "" : label(bundle);
    }

    /** Returns the name of a service's component; the empty string if it has none. */
    private String component(long service) {
        return reference(service)
                .map(found -> found.getProperty("component.name"))
                .map(Object::toString)
                .orElse("");
    }

    private @Nullable String socket(long service) {
        return reference(service)
                .filter(found -> found.getProperty(SocketService.PREFIX_ + "path") != null)
                .map(found -> String.valueOf(found.getProperty(MethodAccess.PROPERTY)))
                .orElse(null);
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
