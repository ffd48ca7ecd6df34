package io.bouquet.tagging;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One version of a tagger as the current generation sees it.
 *
 * @param version   of the bundle that the tagger comes from
 * @param requires  names of the layers that it reads
 * @param produces  names of the layers that it adds
 * @param languages ISO 639-1 codes; empty where the tagger takes any language
 * @param model     name and size of the model behind it, or the empty string where it has none
 * @param bundle    symbolic name of the bundle that the tagger comes from
 * @param since     when it came into its state
 * @param reason    why it does not serve, or which of its layers another tagger answers; else the empty string
 * @param share     percentage of the requests for its name that it answers: 100 where it serves alone
 * @param check     how it did on its gold samples; empty where it has none or was not checked yet
 * @param traffic   what it has done so far
 */
public record TaggerInfo(
        String name,
        String version,
        List<String> requires,
        List<String> produces,
        List<String> languages,
        String model,
        String bundle,
        long bundleId,
        State state,
        Instant since,
        String reason,
        int share,
        Optional<Check> check,
        Traffic traffic) {
    /** The life of one version: a candidate as far as {@code READY}, then in and out of service. */
    public enum State {
        /** Seen, and in line. */
        NEW,
        /** Reads what it needs. */
        LOADING,
        /** Runs before anybody waits for it. */
        WARMING,
        /** Annotates its gold samples. */
        CHECKING,
        /** Could serve at once: another version does, or it is a shadow. */
        READY,
        /** Could serve, but a layer that it requires is produced by no tagger, or by itself through others. */
        WAITING,
        /** Could serve at once, but taggers of other names answer all of its layers: see {@link TakeOvers}. */
        STANDING_BY,
        /** Requests reach it. */
        SERVING,
        /** Requests that began with it finish; no new one reaches it. */
        DRAINING,
        /** Gone. It is listed for a while. */
        RETIRED,
        /** Never serves, for the reason given. */
        FAILED
    }

    /**
     * The outcome of a candidate's gold samples.
     *
     * @param score     F1 of the annotations, 0..1: spans and labels must be those expected
     * @param threshold that the score must reach
     */
    public record Check(int samples, double score, double threshold) {}

    /**
     * Counts since a version came.
     *
     * @param calls    texts that it was given
     * @param failures of these that it failed: it threw, returned what it may not, or was not done in time
     * @param running  texts that it is at now
     * @param circuit  whether it is called at all
     */
    public record Traffic(long calls, long failures, int running, Circuit circuit) {
        public static final Traffic NONE = new Traffic(0, 0, 0, Circuit.CLOSED);
    }

    /** The circuit breaker in front of a tagger. */
    public enum Circuit {
        /** It is called. */
        CLOSED,
        /** It failed too often of late and is left alone for a while. */
        OPEN,
        /** It is tried with one text at a time. */
        HALF_OPEN
    }
}
