package com.example.cookbook;

/** Thrown if a dish is burnt. */
public final class BurntException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BurntException(String dish) {
        super("'" + dish + "' is burnt; cook it again");
    }
}
