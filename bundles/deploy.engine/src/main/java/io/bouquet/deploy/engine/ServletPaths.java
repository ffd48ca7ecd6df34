package io.bouquet.deploy.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Computes the paths of servlets, static resources and servlet filters from their service properties. */
final class ServletPaths {
    private static final String PREFIX = "osgi.http.whiteboard.";
    private static final String SELECT = PREFIX + "context.select";
    private static final String PATH = PREFIX + "context.path";
    private static final List<String> PATTERNS =
            List.of(PREFIX + "servlet.pattern", PREFIX + "resource.pattern", PREFIX + "filter.pattern");

    private ServletPaths() {}

    /** @param services all services of some bundles, including their servlet contexts */
    static Set<String> of(Collection<ServiceReference<?>> services) {
        Set<String> paths = new TreeSet<>();
        for (ServiceReference<?> service : services) {
            for (String property : PATTERNS) {
                for (String pattern : values(service.getProperty(property))) {
                    paths.add((contextPath(service, services) + "/" + pattern).replaceAll("//+", "/"));
                }
            }
        }
        return paths;
    }

    private static String contextPath(ServiceReference<?> service, Collection<ServiceReference<?>> services) {
        Object select = service.getProperty(SELECT);
        for (ServiceReference<?> context : services) {
            if (select != null && context.getProperty(PATH) != null && selects(select.toString(), context)) {
                return context.getProperty(PATH).toString();
            }
        }
        return "";
    }

    /** The property is a filter, or the name of a context. */
    private static boolean selects(String select, ServiceReference<?> context) {
        try {
            return FrameworkUtil.createFilter(
                            select.startsWith("(") ? select : "(" + PREFIX + "context.name=" + select + ")")
                    .match(context);
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    private static List<String> values(@Nullable Object property) {
        return property == null
                ? List.of()
                : property instanceof String[] many ? Arrays.asList(many) : List.of(property.toString());
    }
}
