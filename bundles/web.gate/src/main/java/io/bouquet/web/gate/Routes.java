package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.osgi.service.http.runtime.dto.ResourceDTO;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.BaseDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/** What the two whiteboards serve, at a moment. */
record Routes(List<Route> routes, List<String> plain) {
    static final Routes NONE = new Routes(List.of(), List.of());

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

    /**
     * Patterns of servlets and files that the JAX-RS whiteboard has nothing to do with.
     *
     * @param ofRest whether a service, by its id, is the JAX-RS whiteboard's
     */
    static List<String> plain(org.osgi.service.http.runtime.dto.RuntimeDTO runtime, LongPredicate ofRest) {
        List<String> plain = new ArrayList<>();
        for (ServletContextDTO context : runtime.servletContextDTOs) {
            for (ServletDTO servlet : context.servletDTOs) {
                if (!ofRest.test(servlet.serviceId)) {
                    for (String pattern : servlet.patterns) {
                        plain.add(path(context, pattern));
                    }
                }
            }
            for (ResourceDTO files : context.resourceDTOs) {
                for (String pattern : files.patterns) {
                    plain.add(path(context, pattern));
                }
            }
        }
        // what would take all paths to itself says nothing of any one
        plain.removeIf(pattern -> pattern.equals("/*") || pattern.equals("/") || !pattern.startsWith("/"));
        return List.copyOf(plain);
    }

    private static String path(ServletContextDTO context, String pattern) {
        String path = context.contextPath == null || context.contextPath.equals("/") ? "" : context.contextPath;
        return pattern.equals("/") ? path + "/*" : path + pattern;
    }

    /** Whether a servlet of its own answers, which no rewiring touches. */
    boolean isPlain(String path) {
        for (String pattern : plain) {
            if (pattern.endsWith("/*")
                    ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                            || path.length() == pattern.length() - 2 && pattern.startsWith(path)
                    : path.equals(pattern)) {
                return true;
            }
        }
        return false;
    }
}
