package io.bouquet.tagging.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The order in which taggers are chosen for a layer, as {@link io.bouquet.tagging.TakeOvers} defines it.
 *
 * @param takeOvers names of taggers, the one allowed last first
 * @param bundles   symbolic names of the bundles of plugins, in the order of their installation
 */
record Order(List<String> takeOvers, List<String> bundles) {
    static final Order NONE = new Order(List.of(), List.of());

    /** Prefix of the platform's bundles. Deployments refuse plugins with this prefix. */
    private static final String PLATFORM = "io.bouquet.";

    Order {
        takeOvers = List.copyOf(takeOvers);
        bundles = List.copyOf(bundles);
    }

    /** Returns the rank of a tagger. Lower ranks come first. */
    int rank(Declaration tagger) {
        int takeOver = takeOvers.indexOf(tagger.name());
        if (takeOver >= 0) {
            return takeOver - takeOvers.size();
        }
        if (isPlatform(tagger.bundle())) {
            return 0;
        }
        int place = bundles.indexOf(tagger.bundle());
        return place < 0 ? Integer.MAX_VALUE : place + 1;
    }

    Order arrived(String bundle) {
        return isPlatform(bundle) || bundles.contains(bundle)
                ? this
                : new Order(takeOvers, joined(bundles, List.of(bundle)));
    }

    Order left(String bundle, Collection<String> taggers) {
        return new Order(without(takeOvers, taggers), without(bundles, List.of(bundle)));
    }

    Order allowing(Collection<String> taggers) {
        return new Order(joined(List.copyOf(new LinkedHashSet<>(taggers)), without(takeOvers, taggers)), bundles);
    }

    Order ending(Collection<String> taggers) {
        return new Order(without(takeOvers, taggers), bundles);
    }

    /** Returns this order, followed by the elements that only {@code other} has. */
    Order then(Order other) {
        return new Order(joined(takeOvers, other.takeOvers), joined(bundles, other.bundles));
    }

    private static boolean isPlatform(String bundle) {
        return bundle.startsWith(PLATFORM);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        LinkedHashSet<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    private static List<String> without(List<String> names, Collection<String> gone) {
        List<String> left = new ArrayList<>(names);
        left.removeAll(gone);
        return left;
    }
}
