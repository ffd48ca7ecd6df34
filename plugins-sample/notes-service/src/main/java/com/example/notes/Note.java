package com.example.notes;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

/** A note as callers see it. */
public interface Note {
    UUID id();

    String title();

    Priority priority();

    SortedSet<String> tags();

    Optional<LocalDate> due();

    Instant changed();

    /** How soon a note wants to be read. */
    enum Priority {
        LOW,
        NORMAL,
        HIGH
    }
}
