package io.bouquet.tagging;

/**
 * Why a layer is missing from a result.
 *
 * @param layer   the layer that was asked for
 * @param tagger  the tagger that should have produced it
 * @param type    what went wrong
 * @param message for people
 */
public record LayerError(String layer, String tagger, Type type, String message) {
    /** What can go wrong with one layer while the others are answered. */
    public enum Type {
        /** The tagger threw. */
        FAILED,
        /** The tagger returned what it did not declare, or spans outside the text. */
        INVALID,
        /** The request's time was up. */
        TIMED_OUT,
        /** The text is so long that the tagger needs more memory for it than a text may take; shorter parts work. */
        TOO_LARGE,
        /** The tagger failed too often of late, so it is left alone for a while. */
        SUSPENDED,
        /** A layer that this one requires has an error. */
        SKIPPED,
        /** No tagger produces it in the language that was detected; the tagger's name is empty. */
        UNAVAILABLE
    }
}
