package com.example.notes;

import com.example.notes.Note.Priority;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.validation.constraints.FutureOrPresent;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import javax.ws.rs.DefaultValue;

/** A note as callers send it. */
record NewNote(
        @NotBlank @Size(max = 200) String title,
        @DefaultValue("NORMAL") Priority priority,
        @Size(max = 5) SortedSet<@NotBlank @Size(max = 30) String> tags,
        @FutureOrPresent Optional<LocalDate> due) {
    static NewNote titled(String title) {
        return new NewNote(title, Priority.NORMAL, new TreeSet<>(), Optional.empty());
    }
}
