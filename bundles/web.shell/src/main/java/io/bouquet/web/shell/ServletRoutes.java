package io.bouquet.web.shell;

import io.bouquet.web.shell.Route.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.http.runtime.dto.DTOConstants;
import org.osgi.service.http.runtime.dto.FailedErrorPageDTO;
import org.osgi.service.http.runtime.dto.FailedFilterDTO;
import org.osgi.service.http.runtime.dto.FailedListenerDTO;
import org.osgi.service.http.runtime.dto.FailedPreprocessorDTO;
import org.osgi.service.http.runtime.dto.FailedResourceDTO;
import org.osgi.service.http.runtime.dto.FailedServletContextDTO;
import org.osgi.service.http.runtime.dto.FailedServletDTO;
import org.osgi.service.http.runtime.dto.FilterDTO;
import org.osgi.service.http.runtime.dto.PreprocessorDTO;
import org.osgi.service.http.runtime.dto.ResourceDTO;
import org.osgi.service.http.runtime.dto.RuntimeDTO;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;

/** Reads the routes and failures of the HTTP whiteboard. */
final class ServletRoutes {
    /** Its servlets serve the JAX-RS applications, whose routes are listed separately. */
    private static final String JAXRS_WHITEBOARD = "org.apache.aries.jax.rs.whiteboard ";

    /** Wrapper of plugins' filters; the whiteboard uses its class name as the name of the filter. */
    private static final String WRAPPERS = "io.bouquet.web.jetty.";

    private final LongFunction<String> bundles;
    private final LongFunction<String> components;
    private final LongFunction<@Nullable String> sockets;
    private final List<Route> routes = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    private ServletRoutes(
            LongFunction<String> bundles, LongFunction<String> components, LongFunction<@Nullable String> sockets) {
        this.bundles = bundles;
        this.components = components;
        this.sockets = sockets;
    }

    /**
     * @param bundles    returns the name of a service's bundle by the service id
     * @param components returns the name of its component; the empty string if it has none
     * @param sockets    returns who may open WebSockets at a servlet; null if it takes none
     */
    static Routes of(
            RuntimeDTO runtime,
            LongFunction<String> bundles,
            LongFunction<String> components,
            LongFunction<@Nullable String> sockets) {
        ServletRoutes read = new ServletRoutes(bundles, components, sockets);
        for (ServletContextDTO context : runtime.servletContextDTOs) {
            read.context(context);
        }
        for (PreprocessorDTO preprocessor : runtime.preprocessorDTOs) {
            read.routes.add(new Route(Kind.PREPROCESSOR, "*", "/*", "", "", bundles.apply(preprocessor.serviceId)));
        }
        read.failures(runtime);
        return new Routes(read.routes, read.failures);
    }

    private void context(ServletContextDTO context) {
        for (ServletDTO servlet : context.servletDTOs) {
            String access = sockets.apply(servlet.serviceId);
            String bundle = bundles.apply(servlet.serviceId);
            if (access != null) {
                String path = text(context.contextPath);
                routes.add(new Route(Kind.SOCKET, "GET", path, text(servlet.name), text(context.name), access, bundle));
            } else if (!bundle.startsWith(JAXRS_WHITEBOARD)) {
                add(Kind.SERVLET, context, servlet.patterns, servlet.name, servlet.serviceId);
            }
        }
        for (ResourceDTO files : context.resourceDTOs) {
            add(Kind.FILES, context, files.patterns, files.prefix, files.serviceId);
        }
        for (FilterDTO filter : context.filterDTOs) {
            String name = text(filter.name).startsWith(WRAPPERS) ? components.apply(filter.serviceId) : filter.name;
            add(Kind.FILTER, context, filter.patterns, name, filter.serviceId);
        }
    }

    private void add(
            Kind kind, ServletContextDTO context, String @Nullable [] patterns, @Nullable String name, long service) {
        if (patterns != null) {
            for (String pattern : patterns) {
                routes.add(new Route(
                        kind,
                        kind == Kind.FILES ? "GET" : "*",
                        Routes.path(text(context.contextPath), pattern),
                        text(name),
                        text(context.name),
                        bundles.apply(service)));
            }
        }
    }

    private void failures(RuntimeDTO runtime) {
        for (FailedServletContextDTO failed : runtime.failedServletContextDTOs) {
            failure("servlet context", failed.name, failed.serviceId, failed.failureReason);
        }
        for (FailedServletDTO failed : runtime.failedServletDTOs) {
            failure("servlet", failed.name, failed.serviceId, failed.failureReason);
        }
        for (FailedResourceDTO failed : runtime.failedResourceDTOs) {
            failure("files", failed.prefix, failed.serviceId, failed.failureReason);
        }
        for (FailedFilterDTO failed : runtime.failedFilterDTOs) {
            failure("filter", failed.name, failed.serviceId, failed.failureReason);
        }
        for (FailedListenerDTO failed : runtime.failedListenerDTOs) {
            failure("listener", String.join(", ", failed.types), failed.serviceId, failed.failureReason);
        }
        for (FailedErrorPageDTO failed : runtime.failedErrorPageDTOs) {
            failure("error page", failed.name, failed.serviceId, failed.failureReason);
        }
        for (FailedPreprocessorDTO failed : runtime.failedPreprocessorDTOs) {
            failure("preprocessor", "", failed.serviceId, failed.failureReason);
        }
    }

    private void failure(String kind, @Nullable String name, long service, int reason) {
        failures.add(new Failure(kind, text(name), bundles.apply(service), inWords(reason)));
    }

    private static String inWords(int reason) {
        return switch (reason) {
            case DTOConstants.FAILURE_REASON_NO_SERVLET_CONTEXT_MATCHING ->
                "the servlet context that it selects (osgi.http.whiteboard.context.select) is missing";
            case DTOConstants.FAILURE_REASON_SERVLET_CONTEXT_FAILURE -> "its servlet context failed";
            case DTOConstants.FAILURE_REASON_SHADOWED_BY_OTHER_SERVICE ->
                "another service with a higher ranking replaces it";
            case DTOConstants.FAILURE_REASON_EXCEPTION_ON_INIT -> "it failed to initialise; the log contains the cause";
            case DTOConstants.FAILURE_REASON_SERVICE_NOT_GETTABLE ->
                "its component could not be created; the log contains the cause";
            case DTOConstants.FAILURE_REASON_VALIDATION_FAILED -> "its service properties are invalid";
            case DTOConstants.FAILURE_REASON_SERVICE_IN_USE -> "the same object is registered elsewhere";
            case DTOConstants.FAILURE_REASON_SERVLET_WRITE_TO_LOCATION_DENIED ->
                "its folder for uploads cannot be written";
            case DTOConstants.FAILURE_REASON_WHITEBOARD_WRITE_TO_DEFAULT_DENIED,
                    DTOConstants.FAILURE_REASON_WHITEBOARD_WRITE_TO_LOCATION_DENIED,
                    DTOConstants.FAILURE_REASON_SERVLET_READ_FROM_DEFAULT_DENIED ->
                "the default folder for uploads cannot be used";
            default -> "the whiteboard gives no reason (" + reason + ")";
        };
    }

    private static String text(@Nullable String maybe) {
        return Objects.requireNonNullElse(maybe, "");
    }
}
