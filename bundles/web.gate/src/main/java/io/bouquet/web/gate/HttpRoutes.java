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
 * but for those requests.
 */
final class HttpRoutes {
    static final HttpRoutes NONE = new HttpRoutes(List.of(), List.of());

    /** A pattern of a servlet, of static resources or of a filter, in one servlet context. */
    static final class Place {
        final Route route;
        final boolean isRest;
        final Set<Ticket> answering;
        private final String owner;
        private final ServletPattern pattern;

        private Place(Route route, String owner, ServletPattern pattern, boolean isRest, Set<Ticket> answering) {
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
     * What takes part in answering a path.
     *
     * @param isPlain whether a servlet answers that the JAX-RS whiteboard has nothing to do with
     * @param context service id of the servlet context; -1 if no servlet answers
     */
    record Match(boolean isPlain, long context, List<Set<Ticket>> answering) {}

    private static final Match NOTHING = new Match(false, -1, List.of());

    private final List<Place> servlets;
    private final List<Place> filters;

    private HttpRoutes(List<Place> servlets, List<Place> filters) {
        this.servlets = servlets;
        this.filters = filters;
    }

    /**
     * Reads what the whiteboard says of itself.
     *
     * @param ofRest whether a service, by its id, is the JAX-RS whiteboard's
     * @param owners who has registered a service, by its id; the same when it is registered anew
     * @param before whose services keep the requests that they are answering
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
        private final Map<Long, Place> before = new HashMap<>();
        private final Map<Long, Set<Ticket>> answering = new HashMap<>();
        private final List<Place> servlets = new ArrayList<>();
        private final List<Place> filters = new ArrayList<>();

        Reader(LongPredicate ofRest, LongFunction<String> owners, HttpRoutes before) {
            this.ofRest = ofRest;
            this.owners = owners;
            for (List<Place> some : List.of(before.servlets, before.filters)) {
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

        private Place filter(ServletPattern pattern, ServletContextDTO context, FilterDTO filter) {
            Place known = before.get(filter.serviceId);
            // of one that is on its way out the owner cannot be asked for any more
            String owner = known == null ? owners.apply(filter.serviceId) : known.owner;
            return place(Route.Kind.FILTER, owner, filter.serviceId, context, pattern);
        }

        private Place place(
                Route.Kind kind, String owner, long service, ServletContextDTO context, ServletPattern pattern) {
            return new Place(
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

    /** What takes part in answering a path: the servlet that matches best, and the filters of its context. */
    Match match(String path) {
        Place best = null;
        for (Place servlet : servlets) {
            if ((best == null || servlet.pattern.rank() > best.pattern.rank()) && servlet.pattern.matches(path)) {
                best = servlet;
            }
        }
        if (best == null) {
            return NOTHING;
        }
        List<Set<Ticket>> answering = null;
        for (Place filter : filters) {
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

    /** What goes with a service: its own patterns, or those in its servlet context. The JAX-RS whiteboard's are left out. */
    List<Place> of(long service) {
        List<Place> places = new ArrayList<>();
        for (List<Place> some : List.of(servlets, filters)) {
            for (Place place : some) {
                if (!place.isRest && (place.route.service() == service || place.route.application() == service)) {
                    places.add(place);
                }
            }
        }
        return places;
    }

    /** All but the JAX-RS whiteboard's. */
    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (List<Place> some : List.of(servlets, filters)) {
            some.stream().filter(place -> !place.isRest).forEach(place -> routes.add(place.route));
        }
        return routes;
    }
}
