package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.spi.Tagger;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * One version of a tagger while its service is registered: its declaration, progress, admission and counts. There is
 * one object for each service. The declaration changes with the service properties. A generation uses the declaration
 * from the time when the generation was created.
 */
final class InstalledTagger {
    /** Orders by higher ranking, then newer version, then name, then older service. */
    static final Comparator<InstalledTagger> PREFERRED_FIRST = Comparator.comparingInt(
                    (InstalledTagger tagger) -> -tagger.declaration().ranking())
            .thenComparing(tagger -> parse(tagger.version()), Comparator.reverseOrder())
            .thenComparing(InstalledTagger::name)
            .thenComparingLong(InstalledTagger::serviceId);

    /** Orders lists for users: by name, then the newest version first. */
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
     * The progress of a version.
     *
     * @param state  {@code NEW} to {@code READY}, or {@code FAILED}: the generation decides whether it serves
     * @param reason why it failed, or what it waits for
     */
    record Progress(State state, Instant since, String reason, Optional<TaggerInfo.Check> check) {
        static Progress now(State state) {
            return new Progress(state, Instant.now(), "", Optional.empty());
        }
    }

    /** Creates a tagger that is ready. */
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

    /** Returns a copy of the tagger for a trial: ready, preferred to all others, and with separate counts. */
    InstalledTagger onTrial() {
        return new InstalledTagger(declaration.ranking(Integer.MAX_VALUE), tagger, serviceId);
    }

    /** Returns a placeholder for this removed tagger, for plans that must not run. */
    InstalledTagger placeholder() {
        return new InstalledTagger(
                declaration,
                text -> {
                    throw new IllegalStateException(this + " is gone");
                },
                -serviceId);
    }

    /** Changes the declaration. A new generation must follow. */
    void declare(Declaration changed) {
        declaration = changed;
    }

    Declaration declaration() {
        return declaration;
    }

    Tagger tagger() {
        return tagger;
    }

    /** Returns the id of the service. Older services have lower ids. */
    long serviceId() {
        return serviceId;
    }

    /** Returns the log of its failures, which limits the number of warnings. */
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

    /** Whether the tagger is being prepared and may become ready. */
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

    /** Compares service ids, and never calls {@code equals} of a plugin. */
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

    /** Parses a version. {@code tagger.version} may be any text; an invalid version counts as the oldest. */
    private static Version parse(String version) {
        try {
            return Version.parseVersion(version);
        } catch (IllegalArgumentException notAVersion) {
            return Version.emptyVersion;
        }
    }
}
