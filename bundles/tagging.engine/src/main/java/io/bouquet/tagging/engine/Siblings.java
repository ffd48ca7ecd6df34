package io.bouquet.tagging.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Taggers of one bundle belong together: where they replace those of another version of their bundle, they do so in one
 * step, when all are ready, or not at all.
 */
final class Siblings {
    private final Collection<InstalledTagger> installed;
    /** Symbolic names of bundles of which several versions are there; in nearly all generations there are none. */
    private final Set<String> twice = new HashSet<>();

    Siblings(Collection<InstalledTagger> installed) {
        this.installed = installed;
        for (InstalledTagger tagger : installed) {
            for (InstalledTagger other : installed) {
                if (isOtherVersion(tagger, other)) {
                    twice.add(tagger.declaration().bundle());
                }
            }
        }
    }

    /** Why {@code tagger} may not serve though it is ready; empty where it may. */
    Optional<String> holdingBack(InstalledTagger tagger) {
        if (!twice.contains(tagger.declaration().bundle()) || !replaces(tagger)) {
            return Optional.empty();
        }
        List<InstalledTagger> others = installed.stream()
                .filter(other ->
                        other.declaration().bundleId() == tagger.declaration().bundleId() && !other.isReady())
                .toList();
        return others.stream()
                .findFirst()
                .map(other -> "'" + other.name() + "' of the same bundle "
                        + (other.isCandidate() ? "is not ready yet" : "failed, and the bundle is replaced as a whole"));
    }

    /** Whether an older bundle of the same name has taggers that are ready. */
    private boolean replaces(InstalledTagger tagger) {
        return installed.stream()
                .anyMatch(other -> isOtherVersion(tagger, other)
                        && other.isReady()
                        && other.declaration().bundleId() < tagger.declaration().bundleId());
    }

    private static boolean isOtherVersion(InstalledTagger tagger, InstalledTagger other) {
        return tagger.declaration().bundleId() != other.declaration().bundleId()
                && tagger.declaration().bundle().equals(other.declaration().bundle());
    }
}
