package io.bouquet.web.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.http.runtime.dto.FilterDTO;
import org.osgi.service.http.runtime.dto.ResourceDTO;
import org.osgi.service.http.runtime.dto.RuntimeDTO;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;

/** Servlets, files and filters of the HTTP whiteboard. */
final class Servlets {
    /** Its servlets serve the JAX-RS applications, whose routes are listed separately. */
    private static final String JAXRS_WHITEBOARD = "org.apache.aries.jax.rs.whiteboard ";

    /**
     * A servlet, static resources or a servlet filter.
     *
     * @param bundle name and version of its bundle
     */
    record Served(String kind, String path, String bundle) {}

    private Servlets() {}

    /** Returns all except those of the JAX-RS whiteboard, sorted by path. */
    static List<Served> of(RuntimeDTO runtime, LongFunction<String> bundles) {
        List<Served> served = new ArrayList<>();
        for (ServletContextDTO context : runtime.servletContextDTOs) {
            for (ServletDTO servlet : context.servletDTOs) {
                add("servlet", context, servlet.patterns, bundles.apply(servlet.serviceId), served);
            }
            for (ResourceDTO files : context.resourceDTOs) {
                add("files", context, files.patterns, bundles.apply(files.serviceId), served);
            }
            for (FilterDTO filter : context.filterDTOs) {
                String bundle = bundles.apply(filter.serviceId);
                add("filter", context, filter.patterns, bundle, served);
                add("filter", context, filter.regexs, bundle, served);
            }
        }
        return served.stream()
                .filter(one -> !one.bundle.startsWith(JAXRS_WHITEBOARD))
                .distinct()
                .sorted(Comparator.comparing(Served::path).thenComparing(Served::kind))
                .toList();
    }

    private static void add(
            String kind, ServletContextDTO context, String @Nullable [] patterns, String bundle, List<Served> served) {
        if (patterns != null) {
            String base = context.contextPath == null || context.contextPath.equals("/") ? "" : context.contextPath;
            for (String pattern : patterns) {
                served.add(new Served(kind, pattern.startsWith("/") ? base + pattern : base + "/" + pattern, bundle));
            }
        }
    }
}
