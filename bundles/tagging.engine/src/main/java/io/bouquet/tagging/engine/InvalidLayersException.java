package io.bouquet.tagging.engine;

/** Signals that a tagger returned invalid layers. */
final class InvalidLayersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidLayersException(String message) {
        super(message);
    }
}
