package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    private static final String BASE = "osgi.jaxrs.application.base";
    private static final String SELECT = "osgi.jaxrs.application.select";
    private static final String NEEDS = "osgi.jaxrs.extension.select";
    private static final String NAME = "osgi.jaxrs.name";
    private static final String DEFAULT_NAME = ".default";
    /** An application in another servlet context is at a place that its base does not tell. */
    private static final String CONTEXT = "osgi.http.whiteboard.context.select";

    private final BundleContext context;

    Applications(BundleContext context) {
        this.context = context;
    }

    /** Whether it is one, or what the whiteboard makes of one. */
    static boolean isOne(ServiceReference<?> service) {
        return service.getProperty(BASE) != null;
    }

    /** Where they are, but for one that leaves. */
    Set<String> bases(@Nullable ServiceReference<?> leaving) {
        Set<String> bases = new HashSet<>();
        for (ServiceReference<?> application :
                services("(&(objectClass=javax.ws.rs.core.Application)(" + BASE + "=*))")) {
            if (!application.equals(leaving)) {
                bases.add(base(application));
            }
        }
        return bases;
    }

    /** Where the applications are that a resource or an extension belongs to; empty for all that there are. */
    Optional<Set<String>> of(ServiceReference<?> service) {
        try {
            Set<String> bases = selectedBy(service);
            for (ServiceReference<?> dependent : dependents(service)) {
                bases.addAll(selectedBy(dependent));
                if (dependent.getProperty("osgi.jaxrs.extension") != null) {
                    return Optional.empty();
                }
            }
            return bases.isEmpty() ? Optional.empty() : Optional.of(bases);
        } catch (InvalidSyntaxException | IllegalStateException uncertain) {
            return Optional.empty();
        }
    }

    /** What is there only while an extension is. */
    List<ServiceReference<?>> dependents(ServiceReference<?> extension) {
        return services("(" + NEEDS + "=*)").stream()
                .filter(dependent -> needs(dependent, extension))
                .toList();
    }

    private static boolean needs(ServiceReference<?> dependent, ServiceReference<?> extension) {
        try {
            return filters(dependent.getProperty(NEEDS)).stream().anyMatch(filter -> filter.match(extension));
        } catch (InvalidSyntaxException e) {
            // the whiteboard says so, as a failure of the dependent
            LOG.debug("{} selects by what is no filter", dependent, e);
            return false;
        }
    }

    private Set<String> selectedBy(ServiceReference<?> service) throws InvalidSyntaxException {
        List<Filter> filters = filters(service.getProperty(SELECT));
        Set<String> bases = new HashSet<>();
        Map<String, ?> standard = Map.of(NAME, DEFAULT_NAME, BASE, "/");
        if (filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(standard))) {
            bases.add(Entries.DEFAULT);
        }
        for (ServiceReference<?> application : services("(" + BASE + "=*)")) {
            if (DEFAULT_NAME.equals(application.getProperty(NAME)) || application.getProperty(CONTEXT) != null) {
                throw new IllegalStateException("an application whose place is not certain");
            }
            // one without a name is given one by the whiteboard
            if (!filters.isEmpty() && application.getProperty(NAME) == null
                    || filters.stream().anyMatch(filter -> filter.match(application))) {
                bases.add(base(application));
            }
        }
        return bases;
    }

    private static String base(ServiceReference<?> application) {
        return Entries.base(String.valueOf(application.getProperty(BASE)));
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
