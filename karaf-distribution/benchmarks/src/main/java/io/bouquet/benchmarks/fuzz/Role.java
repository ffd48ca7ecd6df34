package io.bouquet.benchmarks.fuzz;

/** Who sends a request. */
public enum Role {
    ADMINISTRATOR,
    /** An account without a group. */
    USER,
    NOBODY
}
