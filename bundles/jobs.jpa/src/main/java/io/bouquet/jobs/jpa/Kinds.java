package io.bouquet.jobs.jpa;

import io.bouquet.jobs.spi.JobKind;
import java.util.Map;
import java.util.Optional;

/** The installed kinds. Thread-safe. */
@FunctionalInterface
interface Kinds {
    /** Returns the kinds by name, sorted. */
    Map<String, JobKind> byName();

    default Optional<JobKind> find(String name) {
        return Optional.ofNullable(byName().get(name));
    }
}
