package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.BaseDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** Reads the routes of the JAX-RS whiteboard. */
final class Routes {
    private Routes() {}

    static List<Route> of(RuntimeDTO runtime) {
        List<Route> routes = new ArrayList<>();
        if (runtime.defaultApplication != null) {
            application(runtime.defaultApplication, routes);
        }
        for (ApplicationDTO application : runtime.applicationDTOs) {
            application(application, routes);
        }
        return List.copyOf(routes);
    }

    private static void application(ApplicationDTO application, List<Route> routes) {
        methods(application, application, application.resourceMethods, routes);
        if (application.resourceDTOs != null) {
            for (var resource : application.resourceDTOs) {
                methods(application, resource, resource.resourceMethods, routes);
            }
        }
    }

    private static void methods(
            ApplicationDTO application, BaseDTO owner, ResourceMethodInfoDTO @Nullable [] methods, List<Route> routes) {
        if (methods != null) {
            for (ResourceMethodInfoDTO method : methods) {
                routes.add(Route.of(
                        owner.serviceId,
                        application.serviceId,
                        Objects.requireNonNullElse(application.base, ""),
                        Objects.requireNonNullElse(method.path, "")));
            }
        }
    }
}
