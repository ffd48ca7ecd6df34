package com.example.notes;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** A note as it is kept. No answer has its author, its board or its file, since {@link Note} does not have them. */
record StoredNote(
        UUID id,
        String author,
        String board,
        String title,
        Priority priority,
        SortedSet<String> tags,
        Optional<LocalDate> due,
        Instant changed,
        int revision,
        String fileName,
        byte[] file)
        implements Note {
    static StoredNote of(NewNote wanted, String board, String author) {
        StoredNote empty = new StoredNote(
                UUID.randomUUID(),
                author,
                board,
                "",
                Priority.NORMAL,
                Collections.emptySortedSet(),
                Optional.empty(),
                Instant.EPOCH,
                0,
                "",
                new byte[0]);
        return empty.replacedBy(wanted);
    }

    private static SortedSet<String> tags(NewNote wanted) {
        return wanted.tags() == null ? Collections.emptySortedSet() : new TreeSet<>(wanted.tags());
    }

    StoredNote with(String name, byte[] bytes) {
        return new StoredNote(id, author, board, title, priority, tags, due, changed, revision, name, bytes);
    }

    StoredNote replacedBy(NewNote wanted) {
        return new StoredNote(
                id,
                author,
                board,
                wanted.title(),
                wanted.priority(),
                tags(wanted),
                wanted.due(),
                Instant.now(),
                revision + 1,
                fileName,
                file);
    }

    /** Returns what changes with each revision, for the ETag. */
    String tag() {
        return id + "-" + revision;
    }
}
