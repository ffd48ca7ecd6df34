package com.example.notes;

import io.bouquet.events.Events;
import io.bouquet.web.ProblemException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** All notes, in memory: they are gone with the plugin. Thread-safe. */
@Component(service = Notes.class, configurationPid = "com.example.notes")
@Designate(ocd = Notes.Settings.class)
public class Notes {
    /** The settings, in {@code etc/com.example.notes.cfg}. */
    @ObjectClassDefinition(name = "Notes")
    @interface Settings {
        @AttributeDefinition(description = "Number of notes that are kept", min = "1")
        int maxNotes() default 1_000;
    }

    private final Map<UUID, StoredNote> all = new ConcurrentHashMap<>();
    private final Visits visits = new Visits();
    private final Settings settings;
    private final Events events;

    @Activate
    public Notes(Settings settings, @Reference Events events) {
        this.settings = settings;
        this.events = events;
    }

    /** Returns all notes, the latest first. */
    Stream<StoredNote> all() {
        return all.values().stream()
                .sorted(Comparator.comparing(StoredNote::changed).reversed());
    }

    Optional<StoredNote> find(UUID id) {
        return Optional.ofNullable(all.get(id));
    }

    /** @throws ProblemException 409 if there is no room */
    StoredNote add(StoredNote note) {
        if (all.size() >= settings.maxNotes()) {
            throw ProblemException.of(409, "there are " + all.size() + " notes, the limit; remove some");
        }
        all.put(note.id(), note);
        return note;
    }

    /** Changes a note, one caller after the other; empty if there is none. */
    Optional<StoredNote> change(UUID id, UnaryOperator<StoredNote> change) {
        return Optional.ofNullable(all.computeIfPresent(id, (any, note) -> change.apply(note)));
    }

    boolean remove(UUID id) {
        return all.remove(id) != null;
    }

    Visits visits() {
        return visits;
    }

    /** Tells those who listen at {@code /api/events?topic=com.example.notes-service}. */
    void tell(StoredNote note) {
        events.publish("com.example.notes-service/added", Map.of("id", note.id().toString(), "title", note.title()));
    }

    void removeOverdue() {
        LocalDate today = LocalDate.now();
        all.values().removeIf(note -> note.due().filter(today::isAfter).isPresent());
    }
}
