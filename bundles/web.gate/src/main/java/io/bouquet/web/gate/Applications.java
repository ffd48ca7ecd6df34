package io.bouquet.web.gate;

import static org.osgi.service.http.whiteboard.HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT;
import static org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants.JAX_RS_APPLICATION_BASE;
import static org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants.JAX_RS_APPLICATION_SELECT;
import static org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants.JAX_RS_DEFAULT_APPLICATION;
import static org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants.JAX_RS_EXTENSION;
import static org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants.JAX_RS_EXTENSION_SELECT;
import static org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants.JAX_RS_NAME;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the JAX-RS applications that a resource or an extension belongs to (OSGi Compendium, chapter 151). A service whose
 * applications are not certain counts as belonging to all. Nothing is cached.
 */
final class Applications {
    private static final Logger LOG = LoggerFactory.getLogger(Applications.class);
    private static final String HAS_BASE =
            "(&(objectClass=javax.ws.rs.core.Application)(" + JAX_RS_APPLICATION_BASE + "=*))";
    private static final String NEEDS_EXTENSION = "(" + JAX_RS_EXTENSION_SELECT + "=*)";
    /** Matches the default application, which the whiteboard registers as a service unless another one replaces it. */
    private static final String IS_DEFAULT = "(" + JAX_RS_NAME + "=" + JAX_RS_DEFAULT_APPLICATION + ")";

    private final BundleContext context;

    Applications(BundleContext context) {
        this.context = context;
    }

    /** Whether a service is an application, or the whiteboard's servlet context for one. */
    static boolean isApplication(ServiceReference<?> service) {
        return service.getProperty(JAX_RS_APPLICATION_BASE) != null;
    }

    /**
     * Returns the base of an application as a set of one, if only requests below that base are affected when the
     * application is added or removed. Empty for an application that replaces the default one or is in another servlet
     * context.
     */
    static Optional<Set<String>> ownBase(ServiceReference<?> application) {
        String base = base(application);
        return base.equals(ApplicationGates.DEFAULT)
                        || JAX_RS_DEFAULT_APPLICATION.equals(application.getProperty(JAX_RS_NAME))
                        || application.getProperty(HTTP_WHITEBOARD_CONTEXT_SELECT) != null
                ? Optional.empty()
                : Optional.of(Set.of(base));
    }

    /** Returns the bases of all applications except one that is being removed. */
    Set<String> bases(@Nullable ServiceReference<?> leaving) {
        Set<String> bases = new HashSet<>();
        for (ServiceReference<?> application : Whiteboards.services(context, HAS_BASE)) {
            if (!application.equals(leaving)) {
                bases.add(base(application));
            }
        }
        return bases;
    }

    /** Returns the bases of the applications that a resource or an extension belongs to; empty if it may belong to all. */
    Optional<Set<String>> of(ServiceReference<?> service) {
        try {
            List<ServiceReference<?>> applications = Whiteboards.services(context, HAS_BASE);
            Set<String> bases = selectedBy(service, applications);
            for (ServiceReference<?> dependent : dependents(service)) {
                bases.addAll(selectedBy(dependent, applications));
                if (dependent.getProperty(JAX_RS_EXTENSION) != null) {
                    return Optional.empty();
                }
            }
            return bases.isEmpty() ? Optional.empty() : Optional.of(bases);
        } catch (InvalidSyntaxException | IllegalStateException uncertain) {
            return Optional.empty();
        }
    }

    /**
     * Whether all applications that an extension selects are of one bundle; also true if it selects none yet.
     *
     * @param leaving an application that is being removed and does not count
     */
    boolean areOnlyOf(Bundle bundle, ServiceReference<?> extension, @Nullable ServiceReference<?> leaving) {
        Object select = extension.getProperty(JAX_RS_APPLICATION_SELECT);
        if (select == null) {
            return false;
        }
        try {
            List<Filter> filters = filters(select);
            return Whiteboards.services(context, HAS_BASE).stream()
                    .filter(application -> !application.equals(leaving) && !bundle.equals(application.getBundle()))
                    .noneMatch(other -> filters.stream().anyMatch(filter -> filter.match(other)));
        } catch (InvalidSyntaxException e) {
            // an invalid filter selects none, and the whiteboard reports it
            return true;
        }
    }

    /** Returns the services that the whiteboard serves only while an extension is registered. */
    List<ServiceReference<?>> dependents(ServiceReference<?> extension) {
        return Whiteboards.services(context, NEEDS_EXTENSION).stream()
                .filter(dependent -> needs(dependent, extension))
                .toList();
    }

    private static boolean needs(ServiceReference<?> dependent, ServiceReference<?> extension) {
        try {
            return filters(dependent.getProperty(JAX_RS_EXTENSION_SELECT)).stream()
                    .anyMatch(filter -> filter.match(extension));
        } catch (InvalidSyntaxException e) {
            // the whiteboard reports this as a failure of the dependent
            LOG.debug("{} selects extensions by an invalid filter", dependent, e);
            return false;
        }
    }

    private static Set<String> selectedBy(ServiceReference<?> service, List<ServiceReference<?>> applications)
            throws InvalidSyntaxException {
        Object select = service.getProperty(JAX_RS_APPLICATION_SELECT);
        List<Filter> filters = filters(select == null ? IS_DEFAULT : select);
        Set<String> bases = new HashSet<>();
        for (ServiceReference<?> application : applications) {
            if (application.getProperty(HTTP_WHITEBOARD_CONTEXT_SELECT) != null) {
                throw new IllegalStateException(
                        "the base of an application in another servlet context is not its path");
            }
            // the whiteboard generates a name for an application without one
            if (application.getProperty(JAX_RS_NAME) == null
                    || filters.stream().anyMatch(filter -> filter.match(application))) {
                bases.add(base(application));
            }
        }
        return bases;
    }

    private static String base(ServiceReference<?> application) {
        return ApplicationGates.base(String.valueOf(application.getProperty(JAX_RS_APPLICATION_BASE)));
    }

    private static List<Filter> filters(@Nullable Object property) throws InvalidSyntaxException {
        List<?> given =
                property instanceof Object[] many ? List.of(many) : property == null ? List.of() : List.of(property);
        List<Filter> filters = new ArrayList<>();
        for (Object filter : given) {
            filters.add(FrameworkUtil.createFilter(String.valueOf(filter)));
        }
        return filters;
    }
}
