package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The entries of all JAX-RS applications, by where they are. */
final class Entries {
    static final String DEFAULT = "";

    private record Placed(String base, Entry entry) {
        private boolean leadsTo(String path) {
            return path.startsWith(base) && (path.length() == base.length() || path.charAt(base.length()) == '/');
        }
    }

    /** The longest first, so that the default application is the last. */
    private final List<Placed> placed;

    /** With the default application only. */
    Entries() {
        this(List.of(new Placed(DEFAULT, new Entry())));
    }

    private Entries(List<Placed> placed) {
        this.placed = placed;
    }

    /** What {@code osgi.jaxrs.application.base} says, in one form. */
    static String base(String given) {
        String base = given.startsWith("/") || given.isEmpty() ? given : "/" + given;
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** Of applications at other places; where one stays, its entry does. */
    Entries at(Collection<String> bases) {
        Set<String> all = new HashSet<>(bases);
        all.add(DEFAULT);
        List<Placed> next = new ArrayList<>();
        for (String base : all) {
            next.add(placed.stream()
                    .filter(one -> one.base.equals(base))
                    .findFirst()
                    .orElseGet(() -> new Placed(base, new Entry())));
        }
        next.sort(Comparator.comparingInt((Placed one) -> one.base.length()).reversed());
        return new Entries(List.copyOf(next));
    }

    /** That of the application that a path leads to. */
    Entry of(String path) {
        for (Placed one : placed) {
            if (one.leadsTo(path)) {
                return one.entry;
            }
        }
        return placed.get(placed.size() - 1).entry;
    }

    Set<Entry> of(Collection<String> bases) {
        Set<Entry> entries = new HashSet<>();
        for (Placed one : placed) {
            if (bases.contains(one.base)) {
                entries.add(one.entry);
            }
        }
        return entries;
    }

    Set<Entry> all() {
        Set<Entry> entries = new HashSet<>();
        placed.forEach(one -> entries.add(one.entry));
        return entries;
    }
}
