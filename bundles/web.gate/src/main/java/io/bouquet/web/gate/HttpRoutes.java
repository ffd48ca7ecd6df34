package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.http.runtime.dto.FilterDTO;
import org.osgi.service.http.runtime.dto.ResourceDTO;
import org.osgi.service.http.runtime.dto.RuntimeDTO;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;

/**
 * The servlets, static resources and filters of the HTTP whiteboard, and the requests that each is answering. Immutable
 * except for those requests.
 */
final class HttpRoutes {
    static final HttpRoutes NONE = new HttpRoutes(List.of(), List.of());

    /** One pattern of a servlet, static resources or a filter in one servlet context. */
    static final class Mapping {
        final Route route;
        final boolean isRest;
        final Set<GatedRequest> answering;
        private final String owner;
        private final ServletPattern pattern;

        private Mapping(
                Route route, String owner, ServletPattern pattern, boolean isRest, Set<GatedRequest> answering) {
            this.route = route;
            this.owner = owner;
            this.pattern = pattern;
            this.isRest = isRest;
            this.answering = answering;
        }

        boolean isFilter() {
            return route.kind() == Route.Kind.FILTER;
        }
    }

    /**
     * The servlet and the filters that answer a path.
     *
     * @param isPlain whether a servlet answers that is not the JAX-RS whiteboard's
     * @param context service id of the servlet context; -1 if no servlet answers
     */
    record Match(boolean isPlain, long context, List<Set<GatedRequest>> answering) {}

    private static final Match NOTHING = new Match(false, -1, List.of());

    private final List<Mapping> servlets;
    private final List<Mapping> filters;

    private HttpRoutes(List<Mapping> servlets, List<Mapping> filters) {
        this.servlets = servlets;
        this.filters = filters;
    }

    /**
     * Reads the state of the HTTP whiteboard.
     *
     * @param ofRest whether the service with an id is the JAX-RS whiteboard's
     * @param owners identifies the owner of the service with an id; equal if the owner registers the service again
     * @param before the routes so far; services that stay keep the requests that they are answering
     */
    static HttpRoutes of(RuntimeDTO runtime, LongPredicate ofRest, LongFunction<String> owners, HttpRoutes before) {
        Reader reader = new Reader(ofRest, owners, before);
        for (ServletContextDTO context : runtime.servletContextDTOs) {
            reader.read(context);
        }
        return new HttpRoutes(List.copyOf(reader.servlets), List.copyOf(reader.filters));
    }

    private static final class Reader {
        private final LongPredicate ofRest;
        private final LongFunction<String> owners;
        private final Map<Long, Mapping> before = new HashMap<>();
        private final Map<Long, Set<GatedRequest>> answering = new HashMap<>();
        private final List<Mapping> servlets = new ArrayList<>();
        private final List<Mapping> filters = new ArrayList<>();

        Reader(LongPredicate ofRest, LongFunction<String> owners, HttpRoutes before) {
            this.ofRest = ofRest;
            this.owners = owners;
            for (List<Mapping> some : List.of(before.servlets, before.filters)) {
                some.forEach(place -> {
                    this.before.put(place.route.service(), place);
                    answering.put(place.route.service(), place.answering);
                });
            }
        }

        void read(ServletContextDTO context) {
            String base = context.contextPath == null || context.contextPath.equals("/") ? "" : context.contextPath;
            Map<String, String[]> byName = new HashMap<>();
            for (ServletDTO servlet : context.servletDTOs) {
                byName.put(servlet.name, servlet.patterns);
                servlets(servlet.patterns, base, context, servlet.serviceId);
            }
            for (ResourceDTO files : context.resourceDTOs) {
                servlets(files.patterns, base, context, files.serviceId);
            }
            for (FilterDTO filter : context.filterDTOs) {
                filters(filter.patterns, base, context, filter);
                for (String servlet : each(filter.servletNames)) {
                    filters(byName.get(servlet), base, context, filter);
                }
                for (String regex : each(filter.regexs)) {
                    filters.add(filter(ServletPattern.regex(base, Pattern.compile(regex)), context, filter));
                }
            }
        }

        private void servlets(String @Nullable [] patterns, String base, ServletContextDTO context, long service) {
            for (String pattern : each(patterns)) {
                servlets.add(place(Route.Kind.SERVLET, "", service, context, ServletPattern.of(base, pattern)));
            }
        }

        private void filters(String @Nullable [] patterns, String base, ServletContextDTO context, FilterDTO filter) {
            for (String pattern : each(patterns)) {
                filters.add(filter(ServletPattern.of(base, pattern), context, filter));
            }
        }

        private Mapping filter(ServletPattern pattern, ServletContextDTO context, FilterDTO filter) {
            Mapping known = before.get(filter.serviceId);
            // the owner of a service that is being unregistered cannot be found any more
            String owner = known == null ? owners.apply(filter.serviceId) : known.owner;
            return place(Route.Kind.FILTER, owner, filter.serviceId, context, pattern);
        }

        private Mapping place(
                Route.Kind kind, String owner, long service, ServletContextDTO context, ServletPattern pattern) {
            return new Mapping(
                    Route.of(kind, owner, service, context.serviceId, pattern),
                    owner,
                    pattern,
                    ofRest.test(service),
                    answering.computeIfAbsent(service, any -> ConcurrentHashMap.newKeySet()));
        }

        private static String[] each(String @Nullable [] some) {
            return some == null ? new String[0] : some;
        }
    }

    /** Finds the servlet that matches a path best and the matching filters of its context. */
    Match match(String path) {
        Mapping best = null;
        for (Mapping servlet : servlets) {
            if ((best == null || servlet.pattern.rank() > best.pattern.rank()) && servlet.pattern.matches(path)) {
                best = servlet;
            }
        }
        if (best == null) {
            return NOTHING;
        }
        List<Set<GatedRequest>> answering = null;
        for (Mapping filter : filters) {
            if (!filter.isRest
                    && filter.route.application() == best.route.application()
                    && filter.pattern.matches(path)) {
                answering = answering == null ? new ArrayList<>() : answering;
                answering.add(filter.answering);
            }
        }
        if (!best.isRest) {
            answering = answering == null ? new ArrayList<>() : answering;
            answering.add(best.answering);
        }
        return new Match(
                !best.isRest && !best.pattern.takesAll(),
                best.route.application(),
                answering == null ? List.of() : answering);
    }

    boolean has(long service) {
        return servlets.stream().anyMatch(place -> place.route.service() == service)
                || filters.stream().anyMatch(place -> place.route.service() == service);
    }

    /** Returns the patterns of a service and, for a servlet context, those in it; without the JAX-RS whiteboard's. */
    List<Mapping> of(long service) {
        List<Mapping> places = new ArrayList<>();
        for (List<Mapping> some : List.of(servlets, filters)) {
            for (Mapping place : some) {
                if (!place.isRest && (place.route.service() == service || place.route.application() == service)) {
                    places.add(place);
                }
            }
        }
        return places;
    }

    /** Returns all routes except the JAX-RS whiteboard's. */
    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (List<Mapping> some : List.of(servlets, filters)) {
            some.stream().filter(place -> !place.isRest).forEach(place -> routes.add(place.route));
        }
        return routes;
    }
}
