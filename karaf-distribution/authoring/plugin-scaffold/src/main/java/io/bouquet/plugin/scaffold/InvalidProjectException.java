package io.bouquet.plugin.scaffold;

/** A project cannot be made as it is described. The message says why, and what is possible. */
public final class InvalidProjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong in the description of a project. */
    public enum Field {
        KIND,
        NAME,
        GROUP
    }

    private final Field field;

    InvalidProjectException(Field field, String message) {
        super(message);
        this.field = field;
    }

    public Field field() {
        return field;
    }
}
