package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routes that are expected back. Replaced as a whole; reading takes no lock. */
final class Absences {
    private volatile List<Absence> absent = List.of();
    private volatile List<Route> presentRest = List.of();
    private volatile List<Route> presentHttp = List.of();

    boolean isEmpty() {
        return absent.isEmpty();
    }

    int size() {
        return absent.size();
    }

    synchronized void add(List<Absence> more) {
        List<Absence> all = new ArrayList<>(absent);
        all.addAll(more);
        absent = List.copyOf(all);
    }

    /** What a request to {@code path} has to wait for, as far as {@code match} is what takes part in answering. */
    @Nullable
    Absence find(String path, HttpRoutes.Match match) {
        List<Absence> now = absent;
        Absence found = null;
        for (Absence absence : now) {
            Route route = absence.route;
            switch (route.kind()) {
                case FILTER -> {
                    if (route.application() == match.context() && route.matches(path)) {
                        return absence;
                    }
                }
                case REST, SERVLET -> {
                    boolean mayAnswer = route.kind() == Route.Kind.SERVLET || !match.isPlain();
                    if (mayAnswer
                            && (found == null || route.literals() > found.route.literals())
                            && route.matches(path)) {
                        found = absence;
                    }
                }
            }
        }
        return found != null && isTakenByAnother(path, found.route) ? null : found;
    }

    private boolean isTakenByAnother(String path, Route than) {
        // servlets come before JAX-RS services, which are asked where no servlet answers
        return isTakenByAnother(path, than, presentRest)
                || than.kind() == Route.Kind.SERVLET && isTakenByAnother(path, than, presentHttp);
    }

    private static boolean isTakenByAnother(String path, Route than, List<Route> present) {
        for (Route route : present) {
            if (route.kind() != Route.Kind.FILTER
                    && route.literals() > than.literals()
                    && route.service() != than.service()
                    && route.application() != than.service()
                    && route.matches(path)) {
                return true;
            }
        }
        return false;
    }

    /** What is expected of a bundle. */
    List<Absence> of(long bundle) {
        return absent.stream().filter(absence -> absence.bundle == bundle).toList();
    }

    /** Those whose routes the whiteboard has let go of. */
    List<Absence> begun() {
        return absent.stream().filter(Absence::hasBegun).toList();
    }

    boolean hasHttp() {
        for (Absence absence : absent) {
            if (absence.route.kind() != Route.Kind.REST) {
                return true;
            }
        }
        return false;
    }

    /** What the JAX-RS whiteboard serves now, as asked after {@code begun} were its former routes. */
    void present(List<Route> routes, List<Absence> begun) {
        presentRest = routes;
        endPresent(routes, begun);
    }

    /** What the HTTP whiteboard serves now, as asked after {@code begun} were its former routes. */
    void presentHttp(List<Route> routes, List<Absence> begun) {
        presentHttp = routes;
        endPresent(routes, begun);
    }

    private void endPresent(List<Route> routes, List<Absence> begun) {
        Set<String> keys = routes.stream().map(Route::key).collect(Collectors.toSet());
        end(
                absence -> begun.contains(absence) && (!absence.comesBack || keys.contains(absence.route.key())),
                Absence.End.GO_ON);
    }

    /** How many ended so. */
    int end(Predicate<Absence> which, Absence.End how) {
        List<Absence> over;
        synchronized (this) {
            over = absent.stream().filter(which).toList();
            if (over.isEmpty()) {
                return 0;
            }
            absent = absent.stream().filter(absence -> !over.contains(absence)).toList();
        }
        over.forEach(absence -> absence.end(how));
        return over.size();
    }
}
