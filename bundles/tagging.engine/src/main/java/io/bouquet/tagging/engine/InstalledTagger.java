package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.spi.Tagger;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * One version of a tagger, from when its service came to when it goes: what it declares, how far it has come, who may
 * enter it and what it has done. There is one object for a service. Its declaration changes with the service's
 * properties; a generation plans with what was declared when the generation was made.
 */
final class InstalledTagger {
    /** Higher ranking, then newer version, then older service. */
    static final Comparator<InstalledTagger> PREFERRED_FIRST = Comparator.comparingInt(
                    (InstalledTagger tagger) -> -tagger.declaration().ranking())
            .thenComparing(tagger -> parse(tagger.version()), Comparator.reverseOrder())
            .thenComparing(InstalledTagger::name)
            .thenComparingLong(InstalledTagger::serviceId);

    /** As people read a list: by name, then newest first. */
    static final Comparator<InstalledTagger> BY_NAME = Comparator.comparing(InstalledTagger::name)
            .thenComparing(tagger -> parse(tagger.version()), Comparator.reverseOrder())
            .thenComparingLong(InstalledTagger::serviceId);

    private final Tagger tagger;
    private final long serviceId;
    private final TroubleLog troubles;
    private final Admission admission = new Admission(System::nanoTime);
    private volatile Declaration declaration;
    private volatile Progress progress;

    /**
     * How far it has come.
     *
     * @param state  {@code NEW} to {@code READY}, or {@code FAILED}: whether it serves is the generation's business
     * @param reason why it failed, or what it waits for
     */
    record Progress(State state, Instant since, String reason, Optional<TaggerInfo.Check> check) {
        static Progress now(State state) {
            return new Progress(state, Instant.now(), "", Optional.empty());
        }
    }

    /** One that is ready. */
    InstalledTagger(Declaration declaration, Tagger tagger, long serviceId) {
        this(declaration, tagger, serviceId, State.READY);
    }

    InstalledTagger(Declaration declaration, Tagger tagger, long serviceId, State state) {
        this.declaration = declaration;
        this.tagger = tagger;
        this.serviceId = serviceId;
        troubles = new TroubleLog(declaration);
        progress = Progress.now(state);
    }

    /** The same code as if it were ready and preferred to all others, with figures of its own. */
    InstalledTagger onTrial() {
        return new InstalledTagger(declaration.ranking(Integer.MAX_VALUE), tagger, serviceId);
    }

    /** Stands for this one, which is gone, in plans that are not to be run. */
    InstalledTagger placeholder() {
        return new InstalledTagger(
                declaration,
                text -> {
                    throw new IllegalStateException(this + " is gone");
                },
                -serviceId);
    }

    /** To be followed by a generation that plans with it. */
    void declare(Declaration changed) {
        declaration = changed;
    }

    Declaration declaration() {
        return declaration;
    }

    Tagger tagger() {
        return tagger;
    }

    /** Older services have lower ones. */
    long serviceId() {
        return serviceId;
    }

    /** What went wrong with it, so that the log is told once and not a thousand times. */
    TroubleLog troubles() {
        return troubles;
    }

    Admission admission() {
        return admission;
    }

    String name() {
        return declaration.name();
    }

    String version() {
        return declaration.version();
    }

    Progress progress() {
        return progress;
    }

    void progress(Progress next) {
        progress = next;
    }

    boolean isReady() {
        return progress().state() == State.READY;
    }

    /** One that is under way; it may come to be ready yet. */
    boolean isCandidate() {
        return !isReady() && progress().state() != State.FAILED;
    }

    TaggerInfo info(State state, Instant since, String reason, int share) {
        Declaration it = declaration;
        return new TaggerInfo(
                it.name(),
                it.version(),
                it.requires(),
                it.produces(),
                it.languages(),
                it.model(),
                it.bundle(),
                it.bundleId(),
                state,
                since,
                reason.isEmpty() ? admission.reason() : reason,
                share,
                progress().check(),
                admission.traffic());
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

    @Override
    public String toString() {
        return name() + " " + version();
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
