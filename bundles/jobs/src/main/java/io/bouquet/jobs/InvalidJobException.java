package io.bouquet.jobs;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a new job has invalid parameters or documents. Nothing of it was stored. */
public final class InvalidJobException extends RuntimeException {
    /** Greatest number of errors; after that many, the rest of the documents is not read. */
    public static final int MAX_ERRORS = 100;

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 10;

    private final transient List<InputError> errors;

    /** @param errors in the order parameters, documents */
    public InvalidJobException(List<InputError> errors) {
        super(errors.stream().limit(SHOWN).map(InputError::text).collect(Collectors.joining("\n"))
                + (errors.size() > SHOWN ? "\nand " + (errors.size() - SHOWN) + " further errors" : ""));
        this.errors = List.copyOf(errors);
    }

    public List<InputError> errors() {
        return errors;
    }
}
