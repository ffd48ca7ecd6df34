package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.spi.Tagger;
import java.util.Comparator;
import org.osgi.framework.Version;

/**
 * A tagger with its declaration, as it was when its service came or changed.
 *
 * @param serviceId older services have lower ones
 * @param troubles  what went wrong with it, so that the log is told once and not a thousand times
 */
record InstalledTagger(Declaration declaration, Tagger tagger, long serviceId, TroubleLog troubles) {
    /** Higher ranking, then newer version, then older service. */
    static final Comparator<InstalledTagger> PREFERRED_FIRST = Comparator.comparingInt(
                    (InstalledTagger tagger) -> -tagger.declaration.ranking())
            .thenComparing(tagger -> parse(tagger.declaration.version()), Comparator.reverseOrder())
            .thenComparing(tagger -> tagger.declaration.name())
            .thenComparingLong(InstalledTagger::serviceId);

    /** As people read a list: by name, then newest first. */
    static final Comparator<InstalledTagger> BY_NAME = Comparator.comparing(
                    (InstalledTagger tagger) -> tagger.declaration.name())
            .thenComparing(tagger -> parse(tagger.declaration.version()), Comparator.reverseOrder())
            .thenComparingLong(InstalledTagger::serviceId);

    InstalledTagger(Declaration declaration, Tagger tagger, long serviceId) {
        this(declaration, tagger, serviceId, new TroubleLog(declaration));
    }

    String name() {
        return declaration.name();
    }

    TaggerInfo info(TaggerInfo.State state, String reason) {
        return new TaggerInfo(
                declaration.name(),
                declaration.version(),
                declaration.requires(),
                declaration.produces(),
                declaration.languages(),
                declaration.model(),
                declaration.bundle(),
                declaration.bundleId(),
                state,
                reason);
    }

    /** A plugin's own {@code equals} has no say here. */
    @Override
    public boolean equals(Object other) {
        return other instanceof InstalledTagger that && serviceId == that.serviceId;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(serviceId);
    }

    /** {@code tagger.version} may hold anything; what is not a version is older than any that is. */
    private static Version parse(String version) {
        try {
            return Version.parseVersion(version);
        } catch (IllegalArgumentException notAVersion) {
            return Version.emptyVersion;
        }
    }
}
