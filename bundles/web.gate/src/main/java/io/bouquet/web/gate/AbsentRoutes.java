package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routes for which requests wait. The list is replaced as a whole, so reading takes no lock. */
final class AbsentRoutes {
    private volatile List<AbsentRoute> absent = List.of();
    private volatile List<Route> servedRest = List.of();
    private volatile List<Route> servedHttp = List.of();

    boolean isEmpty() {
        return absent.isEmpty();
    }

    int size() {
        return absent.size();
    }

    synchronized void add(List<AbsentRoute> more) {
        List<AbsentRoute> all = new ArrayList<>(absent);
        all.addAll(more);
        absent = List.copyOf(all);
    }

    /**
     * Finds the absent route that a request must wait for; null if it need not wait.
     *
     * @param match the servlets and filters that the HTTP whiteboard has for {@code path} now
     */
    @Nullable
    AbsentRoute find(String path, HttpRoutes.Match match) {
        List<AbsentRoute> now = absent;
        AbsentRoute found = null;
        for (AbsentRoute one : now) {
            Route route = one.route;
            switch (route.kind()) {
                case FILTER -> {
                    if (route.application() == match.context() && route.matches(path)) {
                        return one;
                    }
                }
                case REST, SERVLET -> {
                    boolean mayAnswer = route.kind() == Route.Kind.SERVLET || !match.isPlain();
                    if (mayAnswer
                            && (found == null || route.literals() > found.route.literals())
                            && route.matches(path)) {
                        found = one;
                    }
                }
            }
        }
        return found != null && isServedByAnother(path, found.route) ? null : found;
    }

    private boolean isServedByAnother(String path, Route absentRoute) {
        // servlets come before JAX-RS resources, which are asked only if no servlet answers
        return isServedByAnother(path, absentRoute, servedRest)
                || absentRoute.kind() == Route.Kind.SERVLET && isServedByAnother(path, absentRoute, servedHttp);
    }

    private static boolean isServedByAnother(String path, Route absentRoute, List<Route> served) {
        for (Route route : served) {
            if (route.kind() != Route.Kind.FILTER
                    && route.literals() > absentRoute.literals()
                    && route.service() != absentRoute.service()
                    && route.application() != absentRoute.service()
                    && route.matches(path)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the absent routes of a bundle. */
    List<AbsentRoute> of(long bundle) {
        return absent.stream().filter(one -> one.bundle == bundle).toList();
    }

    /** Returns the absent routes that the whiteboard has removed. */
    List<AbsentRoute> removed() {
        return absent.stream().filter(AbsentRoute::isRemoved).toList();
    }

    boolean hasHttp() {
        for (AbsentRoute one : absent) {
            if (one.route.kind() != Route.Kind.REST) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes the routes that the JAX-RS whiteboard serves now, and ends the waits for those that are back.
     *
     * @param removed the result of {@link #removed()} before the whiteboard was asked
     */
    void servedRest(List<Route> routes, List<AbsentRoute> removed) {
        servedRest = routes;
        endServed(routes, removed);
    }

    /** Does the same for the HTTP whiteboard. */
    void servedHttp(List<Route> routes, List<AbsentRoute> removed) {
        servedHttp = routes;
        endServed(routes, removed);
    }

    private void endServed(List<Route> routes, List<AbsentRoute> removed) {
        Set<String> keys = routes.stream().map(Route::key).collect(Collectors.toSet());
        end(
                one -> removed.contains(one) && (!one.isExpectedBack || keys.contains(one.route.key())),
                AbsentRoute.End.RETRY);
    }

    /** Ends the waits for the routes that {@code which} selects; returns their number. */
    int end(Predicate<AbsentRoute> which, AbsentRoute.End how) {
        List<AbsentRoute> over;
        synchronized (this) {
            over = absent.stream().filter(which).toList();
            if (over.isEmpty()) {
                return 0;
            }
            absent = absent.stream().filter(one -> !over.contains(one)).toList();
        }
        over.forEach(one -> one.end(how));
        return over.size();
    }
}
