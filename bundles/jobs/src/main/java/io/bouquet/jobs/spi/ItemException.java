package io.bouquet.jobs.spi;

/** Thrown if a document cannot be processed. Type and message become the error in the results. */
public final class ItemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;

    /** @param type in Pydantic's vocabulary, such as {@code value_error} */
    public ItemException(String type, String message) {
        super(message);
        this.type = type;
    }

    public String type() {
        return type;
    }
}
