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
 * Which JAX-RS applications there are, and which of them a resource or an extension belongs to (OSGi Compendium, chapter
 * 151). Whatever is not certain counts as belonging to all. Asked anew each time.
 */
final class Applications {
    private static final Logger LOG = LoggerFactory.getLogger(Applications.class);
    private static final String IS_PLACED =
            "(&(objectClass=javax.ws.rs.core.Application)(" + JAX_RS_APPLICATION_BASE + "=*))";
    private static final String NEEDS = "(" + JAX_RS_EXTENSION_SELECT + "=*)";
    /** The whiteboard has it as a service, too, as long as no other takes its place. */
    private static final String IS_DEFAULT = "(" + JAX_RS_NAME + "=" + JAX_RS_DEFAULT_APPLICATION + ")";

    private final BundleContext context;

    Applications(BundleContext context) {
        this.context = context;
    }

    /** Whether it is one, or what the whiteboard makes of one. */
    static boolean isOne(ServiceReference<?> service) {
        return service.getProperty(JAX_RS_APPLICATION_BASE) != null;
    }

    /**
     * Where one is that has a place of its own, as a set of one: its coming and going concerns nobody elsewhere. Empty for
     * one that takes the place of the default application, or is in another servlet context.
     */
    static Optional<Set<String>> ownBase(ServiceReference<?> application) {
        String base = base(application);
        return base.equals(Entries.DEFAULT)
                        || JAX_RS_DEFAULT_APPLICATION.equals(application.getProperty(JAX_RS_NAME))
                        || application.getProperty(HTTP_WHITEBOARD_CONTEXT_SELECT) != null
                ? Optional.empty()
                : Optional.of(Set.of(base));
    }

    /** Where they are, but for one that leaves. */
    Set<String> bases(@Nullable ServiceReference<?> leaving) {
        Set<String> bases = new HashSet<>();
        for (ServiceReference<?> application : services(IS_PLACED)) {
            if (!application.equals(leaving)) {
                bases.add(base(application));
            }
        }
        return bases;
    }

    /** Where the applications are that a resource or an extension belongs to; empty for all that there are. */
    Optional<Set<String>> of(ServiceReference<?> service) {
        try {
            List<ServiceReference<?>> applications = services(IS_PLACED);
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
     * Whether those that an extension selects, if there are any yet, are all of one bundle.
     *
     * @param leaving an application that does not count any more
     */
    boolean areOnlyOf(Bundle bundle, ServiceReference<?> extension, @Nullable ServiceReference<?> leaving) {
        Object select = extension.getProperty(JAX_RS_APPLICATION_SELECT);
        if (select == null) {
            return false;
        }
        try {
            List<Filter> filters = filters(select);
            return services(IS_PLACED).stream()
                    .filter(application -> !application.equals(leaving) && !bundle.equals(application.getBundle()))
                    .noneMatch(other -> filters.stream().anyMatch(filter -> filter.match(other)));
        } catch (InvalidSyntaxException e) {
            // selects none, and the whiteboard says so
            return true;
        }
    }

    /** What is there only while an extension is. */
    List<ServiceReference<?>> dependents(ServiceReference<?> extension) {
        return services(NEEDS).stream()
                .filter(dependent -> needs(dependent, extension))
                .toList();
    }

    private static boolean needs(ServiceReference<?> dependent, ServiceReference<?> extension) {
        try {
            return filters(dependent.getProperty(JAX_RS_EXTENSION_SELECT)).stream()
                    .anyMatch(filter -> filter.match(extension));
        } catch (InvalidSyntaxException e) {
            // the whiteboard says so, as a failure of the dependent
            LOG.debug("{} selects by what is no filter", dependent, e);
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
                throw new IllegalStateException("in another servlet context it is not where its base says");
            }
            // one without a name is given one by the whiteboard
            if (application.getProperty(JAX_RS_NAME) == null
                    || filters.stream().anyMatch(filter -> filter.match(application))) {
                bases.add(base(application));
            }
        }
        return bases;
    }

    private static String base(ServiceReference<?> application) {
        return Entries.base(String.valueOf(application.getProperty(JAX_RS_APPLICATION_BASE)));
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

    private List<ServiceReference<?>> services(String filter) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
    }
}
