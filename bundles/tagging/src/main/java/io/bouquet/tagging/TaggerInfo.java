package io.bouquet.tagging;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of one version of a tagger in the current generation.
 *
 * @param version   version of the tagger
 * @param requires  names of the layers that it reads
 * @param produces  names of the layers that it adds
 * @param languages ISO 639-1 codes; empty if the tagger supports any language
 * @param model     name and size of its model, or the empty string if it has none
 * @param bundle    symbolic name of the tagger's bundle
 * @param since     when it entered its state
 * @param reason    why it does not serve, or which of its layers another tagger answers; else the empty string
 * @param share     percentage of the requests for this tagger that this version answers: 100 if it serves alone
 * @param check     result of its gold samples; empty if it has none or was not checked yet
 * @param traffic   counts of its texts so far
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
    /** The life cycle of a version. It is a candidate until {@code READY}. */
    public enum State {
        /** Registered, and waiting for its preparation. */
        NEW,
        /** Loads its resources. */
        LOADING,
        /** Runs its warm-up. */
        WARMING,
        /** Is checked with its gold samples. */
        CHECKING,
        /** Ready to serve, but another version serves, or it is a shadow. */
        READY,
        /**
         * Prepared, but cannot run: no tagger produces a required layer, or the layer depends on this tagger itself.
         */
        WAITING,
        /** Ready to serve, but taggers of other names answer all of its layers: see {@link TakeOvers}. */
        STANDING_BY,
        /** Answers requests. */
        SERVING,
        /** Finishes its running requests and gets no new ones. */
        DRAINING,
        /** Removed. It stays listed for a while. */
        RETIRED,
        /** Never serves. The reason says why. */
        FAILED
    }

    /**
     * The result of a candidate's gold samples.
     *
     * @param score     F1 score of the annotations, 0..1, by span and label
     * @param threshold lowest score that passes
     */
    public record Check(int samples, double score, double threshold) {}

    /**
     * Counts since a version was registered.
     *
     * @param calls    texts that it received
     * @param failures texts on which it failed: it threw an exception, returned an invalid result, or exceeded a limit
     * @param running  texts that it processes now
     * @param circuit  state of its circuit breaker
     */
    public record Traffic(long calls, long failures, int running, Circuit circuit) {
        public static final Traffic NONE = new Traffic(0, 0, 0, Circuit.CLOSED);
    }

    /** The circuit breaker in front of a tagger. */
    public enum Circuit {
        /** The tagger gets texts. */
        CLOSED,
        /** The tagger is suspended, because it failed too often recently. */
        OPEN,
        /** The tagger is tested with one text at a time. */
        HALF_OPEN
    }
}
