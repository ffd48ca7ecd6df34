package io.bouquet.tagging;

/**
 * Why a layer is missing from a result.
 *
 * @param layer   the layer that was asked for
 * @param tagger  the tagger that should have produced it
 * @param type    what went wrong
 * @param message text for users
 */
public record LayerError(String layer, String tagger, Type type, String message) {
    /** The kind of error. It affects one layer; the others are answered. */
    public enum Type {
        /** The tagger threw an exception, or used too much memory for a short text. */
        FAILED,
        /** The tagger returned undeclared layers, or spans outside the text. */
        INVALID,
        /** The tagger or the whole request exceeded its time limit. */
        TIMED_OUT,
        /** The text is too long: the tagger needs more memory than one text may use. Send shorter parts. */
        TOO_LARGE,
        /** The tagger is suspended, because it failed too often recently. */
        SUSPENDED,
        /** A required layer has an error. */
        SKIPPED,
        /** No tagger produces the layer in the detected language; the tagger's name is empty. */
        UNAVAILABLE
    }
}
