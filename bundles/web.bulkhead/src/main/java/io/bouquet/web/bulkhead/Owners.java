package io.bouquet.web.bulkhead;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;

/** Finds the bundle that answers a path. Paths are indexed by their first segment, so most requests cost one look-up. */
final class Owners {
    /**
     * The version of a bundle that answers a path.
     *
     * @param plugin   symbolic name; the empty string for the platform
     * @param revision changes with each update, so that requests to new code do not wait for those to the old code
     */
    record Owner(String plugin, long bundleId, long revision) {
        static final Owner PLATFORM = new Owner("", 0, 0);
        /** Owner of a path that nothing is known to answer. */
        static final Owner UNKNOWN = new Owner("", -2, 0);
        /** Placeholder for a first segment that several owners share. */
        private static final Owner SEVERAL = new Owner("", -1, 0);

        boolean isPlatform() {
            return plugin.isEmpty();
        }
    }

    /** @param below whether paths below it match, too */
    private record Place(List<String> segments, boolean below, Owner owner) {
        boolean matches(List<String> path) {
            if (below ? path.size() < segments.size() : path.size() != segments.size()) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                if (!isVariable(segments.get(i)) && !segments.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        /** Orders matching places: the one with more literal segments answers. */
        int weight() {
            int words = 0;
            for (String segment : segments) {
                words += isVariable(segment) ? 1 : 3;
            }
            return 2 * words + (below ? 0 : 1);
        }
    }

    /** Key for paths that begin with a variable or have no segment. */
    private static final String ANYWHERE = "";

    private final Map<String, List<Place>> places = new HashMap<>();
    private final Map<String, Owner> owners = new HashMap<>();

    private final LongFunction<@Nullable Bundle> bundleOfService;
    private final Predicate<Bundle> isPlatform;

    /** @param bundleOfService finds the bundle of the service with an id; null if the service is unregistered */
    Owners(LongFunction<@Nullable Bundle> bundleOfService, Predicate<Bundle> isPlatform) {
        this.bundleOfService = bundleOfService;
        this.isPlatform = isPlatform;
    }

    void add(org.osgi.service.jaxrs.runtime.dto.RuntimeDTO runtime) {
        if (runtime.defaultApplication != null) {
            application(runtime.defaultApplication, false);
        }
        for (ApplicationDTO application : runtime.applicationDTOs) {
            application(application, true);
        }
    }

    private void application(ApplicationDTO application, boolean isOwn) {
        String base = Objects.requireNonNullElse(application.base, "");
        if (isOwn) {
            place(base, true, application.serviceId);
        }
        methods(base, application.serviceId, application.resourceMethods);
        if (application.resourceDTOs != null) {
            for (ResourceDTO resource : application.resourceDTOs) {
                methods(base, resource.serviceId, resource.resourceMethods);
            }
        }
    }

    private void methods(String base, long service, ResourceMethodInfoDTO @Nullable [] methods) {
        if (methods != null) {
            for (ResourceMethodInfoDTO method : methods) {
                // a route without an HTTP method returns a sub-resource
                place(base + "/" + Objects.requireNonNullElse(method.path, ""), method.method == null, service);
            }
        }
    }

    void add(org.osgi.service.http.runtime.dto.RuntimeDTO runtime) {
        for (ServletContextDTO context : runtime.servletContextDTOs) {
            String base = Objects.requireNonNullElse(context.contextPath, "");
            for (ServletDTO servlet : context.servletDTOs) {
                patterns(base, servlet.patterns, servlet.serviceId);
            }
            if (context.resourceDTOs != null) {
                for (var files : context.resourceDTOs) {
                    patterns(base, files.patterns, files.serviceId);
                }
            }
        }
    }

    private void patterns(String base, String[] patterns, long service) {
        for (String pattern : patterns) {
            boolean below = pattern.endsWith("/*") || !pattern.startsWith("/") || pattern.equals("/");
            String path = pattern.startsWith("/") ? pattern.replaceFirst("/\\*$", "") : "";
            place(base + path, below, service);
        }
    }

    private void place(String template, boolean below, long service) {
        Bundle bundle = bundleOfService.apply(service);
        Owner owner = bundle == null || isPlatform.test(bundle)
                ? Owner.PLATFORM
                : new Owner(bundle.getSymbolicName(), bundle.getBundleId(), bundle.getLastModified());
        Place place = new Place(segments(template), below, owner);
        boolean isAnywhere = place.segments.isEmpty() || isVariable(place.segments.get(0));
        String first = isAnywhere ? ANYWHERE : place.segments.get(0);
        places.computeIfAbsent(first, any -> new ArrayList<>()).add(place);
        owners.merge(first, owner, (one, other) -> one.equals(other) ? one : Owner.SEVERAL);
    }

    /** @param path decoded */
    Owner of(String path) {
        String first = first(path);
        if (!owners.containsKey(first)) {
            Owner anywhere = of(path, ANYWHERE);
            return anywhere.isPlatform() ? Owner.UNKNOWN : anywhere;
        }
        return of(path, first);
    }

    private Owner of(String path, String first) {
        Owner owner = owners.getOrDefault(first, Owner.UNKNOWN);
        if (owner != Owner.SEVERAL) {
            return owner;
        }
        List<String> segments = segments(path);
        Place best = null;
        for (Place place : places.getOrDefault(first, List.of())) {
            if (place.matches(segments) && (best == null || place.weight() > best.weight())) {
                best = place;
            }
        }
        return best == null ? Owner.UNKNOWN : best.owner;
    }

    boolean has(Owner owner) {
        return places.values().stream().flatMap(List::stream).anyMatch(place -> place.owner.equals(owner));
    }

    private static String first(String path) {
        int begin = 0;
        while (begin < path.length() && path.charAt(begin) == '/') {
            begin++;
        }
        int end = path.indexOf('/', begin);
        return path.substring(begin, end < 0 ? path.length() : end);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            // a variable may have an expression with slashes
            if (c == '/' && depth <= 0) {
                if (!segment.isEmpty()) {
                    segments.add(segment.toString());
                    segment.setLength(0);
                }
            } else {
                segment.append(c);
            }
        }
        if (!segment.isEmpty()) {
            segments.add(segment.toString());
        }
        return segments;
    }

    private static boolean isVariable(String segment) {
        return segment.indexOf('{') >= 0;
    }
}
