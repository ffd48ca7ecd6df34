package io.bouquet.tagging;

/** The superclass of the exceptions of {@link Broker}. The message is for users and suggests a solution. */
public abstract class TaggingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaggingException(String message) {
        super(message);
    }
}
