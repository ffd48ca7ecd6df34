package io.bouquet.tagging.onnx;

import java.time.Duration;

/**
 * How models run.
 *
 * @param runners     batches of one model that run at the same time
 * @param threads     threads of each of them
 * @param batchPieces word pieces in a batch, with padding
 * @param idle        time without requests after which a model is unloaded
 */
record EngineSettings(int runners, int threads, int batchPieces, Duration idle) {
    static final int BATCH_PIECES = 512;
    static final int IDLE_SECONDS = 300;

    EngineSettings {
        if (runners < 1 || threads < 1 || batchPieces < 1 || idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("runners " + runners + ", threads " + threads + ", pieces of a batch "
                    + batchPieces + " and idle time " + idle + " must be positive");
        }
    }

    /** Returns settings that use all processors. */
    static EngineSettings usual() {
        return new EngineSettings(
                1, Runtime.getRuntime().availableProcessors(), BATCH_PIECES, Duration.ofSeconds(IDLE_SECONDS));
    }
}
