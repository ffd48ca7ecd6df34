package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.spi.Tagger;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.framework.Version;

/** One version of a tagger, from when its service came: what it is, how far it has come, and what it has done. */
final class InstalledTagger {
    /** Higher ranking, then newer version, then older service. */
    static final Comparator<InstalledTagger> PREFERRED_FIRST = Comparator.comparingInt(
                    (InstalledTagger tagger) -> -tagger.declaration.ranking())
            .thenComparing(tagger -> parse(tagger.version()), Comparator.reverseOrder())
            .thenComparing(InstalledTagger::name)
            .thenComparingLong(InstalledTagger::serviceId);

    /** As people read a list: by name, then newest first. */
    static final Comparator<InstalledTagger> BY_NAME = Comparator.comparing(InstalledTagger::name)
            .thenComparing(tagger -> parse(tagger.version()), Comparator.reverseOrder())
            .thenComparingLong(InstalledTagger::serviceId);

    private final Declaration declaration;
    private final Tagger tagger;
    private final long serviceId;
    private final Life life;

    /** What has become of it; a change of its declaration does not begin it anew. Thread-safe. */
    private static final class Life {
        private final TroubleLog troubles;
        private final Circuit circuit = new Circuit(System::nanoTime);
        private final Permits permits = new Permits();
        private final LongAdder calls = new LongAdder();
        private final LongAdder successes = new LongAdder();
        private final LongAdder failures = new LongAdder();
        private volatile Progress progress;

        Life(Declaration declaration, State state) {
            troubles = new TroubleLog(declaration);
            progress = Progress.now(state);
        }
    }

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
        this(declaration, tagger, serviceId, new Life(declaration, state));
    }

    private InstalledTagger(Declaration declaration, Tagger tagger, long serviceId, Life life) {
        this.declaration = declaration;
        this.tagger = tagger;
        this.serviceId = serviceId;
        this.life = life;
    }

    /** The same code as if it were ready and preferred to all others, with figures of its own. */
    InstalledTagger onTrial() {
        return new InstalledTagger(declaration.ranking(Integer.MAX_VALUE), tagger, serviceId);
    }

    /** Stands for this one, which is gone, in plans that are not to be run. */
    InstalledTagger ghost() {
        return new InstalledTagger(
                declaration,
                text -> {
                    throw new IllegalStateException(this + " is gone");
                },
                -serviceId);
    }

    /** The same tagger under a changed declaration: whoever prepares or runs this one does so for that one as well. */
    InstalledTagger declaring(Declaration changed) {
        return new InstalledTagger(changed, tagger, serviceId, life);
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
        return life.troubles;
    }

    Circuit circuit() {
        return life.circuit;
    }

    Permits permits() {
        return life.permits;
    }

    String name() {
        return declaration.name();
    }

    String version() {
        return declaration.version();
    }

    Progress progress() {
        return life.progress;
    }

    void progress(Progress next) {
        life.progress = next;
    }

    boolean isReady() {
        return progress().state() == State.READY;
    }

    /** One that is under way; it may come to be ready yet. */
    boolean isCandidate() {
        return !isReady() && progress().state() != State.FAILED;
    }

    void called() {
        life.calls.increment();
    }

    void succeeded() {
        life.successes.increment();
        life.circuit.succeeded();
    }

    /** How many texts it has done well. */
    long successes() {
        return life.successes.sum();
    }

    void failed() {
        life.failures.increment();
        life.circuit.failed();
    }

    TaggerInfo info(State state, Instant since, String reason, int share) {
        String open = life.circuit.reason();
        return new TaggerInfo(
                name(),
                version(),
                declaration.requires(),
                declaration.produces(),
                declaration.languages(),
                declaration.model(),
                declaration.bundle(),
                declaration.bundleId(),
                state,
                since,
                reason.isEmpty() ? open : reason,
                share,
                progress().check(),
                new TaggerInfo.Traffic(
                        life.calls.sum(), life.failures.sum(), life.permits.taken(), life.circuit.state()));
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
