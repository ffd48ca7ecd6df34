package io.bouquet.tagging;

/** The root of what {@link Broker} throws; its message is for people and says a way out. */
public abstract class TaggingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaggingException(String message) {
        super(message);
    }
}
