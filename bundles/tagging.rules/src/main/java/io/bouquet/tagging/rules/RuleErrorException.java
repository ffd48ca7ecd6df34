package io.bouquet.tagging.rules;

import java.util.List;

/** Signals that a file of rules has errors. */
public final class RuleErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<RuleError> errors;

    /**
     * An error in a line.
     *
     * @param line    from 1
     * @param message what is wrong, and the way out
     */
    public record RuleError(int line, String message) {}

    public RuleErrorException(List<RuleError> errors) {
        super(String.join(
                "; ",
                errors.stream()
                        .map(error -> "line " + error.line() + ": " + error.message())
                        .toList()));
        this.errors = List.copyOf(errors);
    }

    /** Returns the errors in the order of their lines. */
    public List<RuleError> errors() {
        return errors;
    }
}
