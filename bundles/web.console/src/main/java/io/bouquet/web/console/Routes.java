package io.bouquet.web.console;

import io.bouquet.common.RestFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.BaseDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedExtensionDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/**
 * Routes and failures of the JAX-RS whiteboard.
 *
 * @param routes sorted by path and method
 */
record Routes(List<Route> routes, List<Failure> failures) {
    /** A service that failed to register, with the reason. */
    record Failure(String kind, String name, String bundle, String reason) {}

    static Routes of(RuntimeDTO runtime, LongFunction<String> bundles) {
        List<Route> routes = new ArrayList<>();
        if (runtime.defaultApplication != null) {
            add(runtime.defaultApplication, bundles, routes);
        }
        for (ApplicationDTO application : runtime.applicationDTOs) {
            add(application, bundles, routes);
        }
        routes.sort(Comparator.comparing(Route::path).thenComparing(Route::method));
        List<Failure> failures = new ArrayList<>();
        for (FailedApplicationDTO failed : runtime.failedApplicationDTOs) {
            failures.add(failure("application", failed, failed.failureReason, bundles));
        }
        for (FailedResourceDTO failed : runtime.failedResourceDTOs) {
            failures.add(failure("resource", failed, failed.failureReason, bundles));
        }
        for (FailedExtensionDTO failed : runtime.failedExtensionDTOs) {
            failures.add(failure("extension", failed, failed.failureReason, bundles));
        }
        return new Routes(List.copyOf(routes), List.copyOf(failures));
    }

    private static void add(ApplicationDTO application, LongFunction<String> bundles, List<Route> routes) {
        add(application.base, application.resourceMethods, application, bundles, routes);
        if (application.resourceDTOs != null) {
            for (ResourceDTO resource : application.resourceDTOs) {
                add(application.base, resource.resourceMethods, resource, bundles, routes);
            }
        }
    }

    private static void add(
            @Nullable String base,
            ResourceMethodInfoDTO @Nullable [] methods,
            BaseDTO owner,
            LongFunction<String> bundles,
            List<Route> routes) {
        if (methods != null) {
            for (ResourceMethodInfoDTO method : methods) {
                Route route = new Route(
                        method.method,
                        path(base, method.path),
                        types(method.consumingMimeType),
                        types(method.producingMimeType),
                        bundles.apply(owner.serviceId));
                routes.stream()
                        .filter(route::isTogetherWith)
                        .findFirst()
                        .ifPresentOrElse(
                                same -> routes.set(routes.indexOf(same), same.with(route)), () -> routes.add(route));
            }
        }
    }

    private static Failure failure(String kind, BaseDTO failed, int reason, LongFunction<String> bundles) {
        return new Failure(
                kind,
                failed.name == null ? "without a name" : failed.name,
                bundles.apply(failed.serviceId),
                RestFailure.text(reason));
    }

    private static String path(@Nullable String base, @Nullable String path) {
        String joined = ("/" + (base == null ? "" : base) + "/" + (path == null ? "" : path)).replaceAll("/{2,}", "/");
        return joined.length() > 1 && joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }

    private static List<String> types(String @Nullable [] types) {
        return types == null ? List.of() : List.of(types);
    }
}
