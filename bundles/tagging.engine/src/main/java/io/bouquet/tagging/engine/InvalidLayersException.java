package io.bouquet.tagging.engine;

/** A tagger returned what it did not declare. */
final class InvalidLayersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidLayersException(String message) {
        super(message);
    }
}
