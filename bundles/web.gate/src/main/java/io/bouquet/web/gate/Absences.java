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
    private volatile List<Route> present = List.of();

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

    /** What a request to {@code path} has to wait for. */
    @Nullable
    Absence find(String path) {
        List<Absence> now = absent;
        Absence found = null;
        for (Absence absence : now) {
            if ((found == null || absence.route.literals() > found.route.literals()) && absence.route.matches(path)) {
                found = absence;
            }
        }
        return found != null && isTakenByAnother(path, found.route) ? null : found;
    }

    private boolean isTakenByAnother(String path, Route than) {
        for (Route route : present) {
            if (route.literals() > than.literals()
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

    /** What the whiteboard serves now, as asked after {@code begun} were its former routes. */
    void present(List<Route> routes, List<Absence> begun) {
        present = routes;
        Set<String> keys = routes.stream().map(Route::key).collect(Collectors.toSet());
        Set<Long> applications = routes.stream().map(Route::application).collect(Collectors.toSet());
        end(
                absence -> begun.contains(absence)
                        && (keys.contains(absence.route.key())
                                || absence.route.key().endsWith("/**")
                                        && routes.stream().anyMatch(route -> absence.route.matches(route.key()))
                                        && !applications.contains(absence.route.application())),
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
