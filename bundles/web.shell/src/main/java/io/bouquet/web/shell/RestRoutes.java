package io.bouquet.web.shell;

import io.bouquet.common.RestFailure;
import io.bouquet.web.RouteAccess;
import io.bouquet.web.shell.Route.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.BaseDTO;
import org.osgi.service.jaxrs.runtime.dto.ExtensionDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedExtensionDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** Reads the routes and failures of the JAX-RS whiteboard. */
final class RestRoutes {
    private final LongFunction<String> bundles;
    private final RouteAccess access;
    private final List<Route> routes = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    private RestRoutes(LongFunction<String> bundles, RouteAccess access) {
        this.bundles = bundles;
        this.access = access;
    }

    /** @param bundles returns the name of a service's bundle by the service id */
    static Routes of(RuntimeDTO runtime, LongFunction<String> bundles, RouteAccess access) {
        RestRoutes read = new RestRoutes(bundles, access);
        if (runtime.defaultApplication != null) {
            read.application(runtime.defaultApplication);
        }
        for (ApplicationDTO application : runtime.applicationDTOs) {
            read.application(application);
        }
        for (FailedApplicationDTO failed : runtime.failedApplicationDTOs) {
            read.failure("application", failed, failed.failureReason);
        }
        for (FailedResourceDTO failed : runtime.failedResourceDTOs) {
            read.failure("resource", failed, failed.failureReason);
        }
        for (FailedExtensionDTO failed : runtime.failedExtensionDTOs) {
            read.failure("extension", failed, failed.failureReason);
        }
        return new Routes(read.routes, read.failures);
    }

    private void application(ApplicationDTO application) {
        methods(application, application, application.resourceMethods);
        if (application.resourceDTOs != null) {
            for (ResourceDTO resource : application.resourceDTOs) {
                methods(application, resource, resource.resourceMethods);
            }
        }
        if (application.extensionDTOs != null) {
            for (ExtensionDTO extension : application.extensionDTOs) {
                routes.add(new Route(
                        Kind.EXTENSION,
                        "*",
                        Routes.path(text(application.base), "*"),
                        name(extension.name),
                        text(application.name),
                        bundles.apply(extension.serviceId)));
            }
        }
    }

    private void methods(ApplicationDTO application, BaseDTO owner, ResourceMethodInfoDTO @Nullable [] methods) {
        if (methods != null) {
            for (ResourceMethodInfoDTO method : methods) {
                routes.add(new Route(
                        Kind.REST,
                        text(method.method),
                        Routes.path(text(application.base), text(method.path)),
                        name(owner.name),
                        text(application.name),
                        access.of(owner.serviceId, text(method.method), text(method.path)),
                        bundles.apply(owner.serviceId)));
            }
        }
    }

    private void failure(String kind, BaseDTO failed, int reason) {
        failures.add(new Failure(kind, name(failed.name), bundles.apply(failed.serviceId), RestFailure.text(reason)));
    }

    /** Hides the names that the whiteboard generates. */
    private static String name(@Nullable String maybe) {
        return maybe == null || maybe.startsWith(".generated") ? "" : maybe;
    }

    private static String text(@Nullable String maybe) {
        return Objects.requireNonNullElse(maybe, "");
    }
}
