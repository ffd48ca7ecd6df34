package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The gates of all JAX-RS applications by base path. Immutable. */
final class ApplicationGates {
    /** Base of the default application. */
    static final String DEFAULT = "";

    private record Application(String base, ApplicationGate gate) {
        private boolean serves(String path) {
            return path.startsWith(base) && (path.length() == base.length() || path.charAt(base.length()) == '/');
        }
    }

    /** Longest base first, so that the default application is the last. */
    private final List<Application> applications;

    /** Creates the gate of the default application only. */
    ApplicationGates() {
        this(List.of(new Application(DEFAULT, new ApplicationGate())));
    }

    private ApplicationGates(List<Application> applications) {
        this.applications = applications;
    }

    /** Normalises a value of {@code osgi.jaxrs.application.base}. */
    static String base(String given) {
        String base = given.startsWith("/") || given.isEmpty() ? given : "/" + given;
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** Returns the gates for other bases; a base that stays keeps its gate. */
    ApplicationGates withBases(Collection<String> bases) {
        Set<String> all = new HashSet<>(bases);
        all.add(DEFAULT);
        List<Application> next = new ArrayList<>();
        for (String base : all) {
            next.add(applications.stream()
                    .filter(one -> one.base.equals(base))
                    .findFirst()
                    .orElseGet(() -> new Application(base, new ApplicationGate())));
        }
        next.sort(
                Comparator.comparingInt((Application one) -> one.base.length()).reversed());
        return new ApplicationGates(List.copyOf(next));
    }

    /** Returns the gate of the application that serves a path. */
    ApplicationGate of(String path) {
        for (Application one : applications) {
            if (one.serves(path)) {
                return one.gate;
            }
        }
        return applications.get(applications.size() - 1).gate;
    }

    Set<ApplicationGate> of(Collection<String> bases) {
        Set<ApplicationGate> gates = new HashSet<>();
        for (Application one : applications) {
            if (bases.contains(one.base)) {
                gates.add(one.gate);
            }
        }
        return gates;
    }

    Set<ApplicationGate> all() {
        Set<ApplicationGate> gates = new HashSet<>();
        applications.forEach(one -> gates.add(one.gate));
        return gates;
    }
}
