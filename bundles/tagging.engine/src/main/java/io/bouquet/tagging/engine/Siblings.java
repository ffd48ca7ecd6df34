package io.bouquet.tagging.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the taggers of one bundle together: they replace those of another version of the bundle in one step, when all
 * are ready, or not at all.
 */
final class Siblings {
    private final Collection<InstalledTagger> installed;
    private final Set<String> heldBack;
    /** Symbolic names of bundles that are installed in several versions; usually empty. */
    private final Set<String> twice = new HashSet<>();

    /** @param heldBack symbolic names of bundles whose new version may not serve yet */
    Siblings(Collection<InstalledTagger> installed, Set<String> heldBack) {
        this.installed = installed;
        this.heldBack = heldBack;
        for (InstalledTagger tagger : installed) {
            for (InstalledTagger other : installed) {
                if (isOtherVersion(tagger, other)) {
                    twice.add(tagger.declaration().bundle());
                }
            }
        }
    }

    /** Returns why {@code tagger} must not serve although it is ready; empty if it may serve. */
    Optional<String> holdingBack(InstalledTagger tagger) {
        if (!twice.contains(tagger.declaration().bundle()) || !replaces(tagger)) {
            return Optional.empty();
        }
        if (heldBack.contains(tagger.declaration().bundle())) {
            return Optional.of("its bundle is being deployed");
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
