package com.example.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.notes.Note.Priority;
import io.bouquet.events.Events;
import io.bouquet.web.ProblemException;
import java.lang.annotation.Annotation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The service without a platform: its dependencies are replaced by passing others. */
class NotesTest {
    private final List<String> published = new ArrayList<>();
    private final Notes notes = new Notes(atMost(2), new Events() {
        @Override
        public void publish(String topic, Map<String, ?> data) {
            published.add(topic);
        }

        @Override
        public void publish(String topic, Set<String> groups, Map<String, ?> data) {
            published.add(topic);
        }
    });

    private static Notes.Settings atMost(int notes) {
        return new Notes.Settings() {
            @Override
            public int maxNotes() {
                return notes;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Notes.Settings.class;
            }
        };
    }

    private StoredNote add(String title, LocalDate due) {
        NewNote wanted = new NewNote(title, Priority.LOW, new TreeSet<>(), Optional.ofNullable(due));
        return notes.add(StoredNote.of(wanted, "main", "ada"));
    }

    @Test
    void removesOverdueNotes() {
        add("old", LocalDate.now().minusDays(2));
        StoredNote kept = add("kept", null);
        new RemoveOverdue(notes).run();
        assertThat(notes.all()).containsExactly(kept);
    }

    @Test
    void refusesMoreNotesThanTheSettingsAllow() {
        notes.tell(add("a", null));
        add("b", null);
        assertThatThrownBy(() -> add("c", null))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(409));
        assertThat(published).containsExactly("com.example.notes-service/added");
    }
}
