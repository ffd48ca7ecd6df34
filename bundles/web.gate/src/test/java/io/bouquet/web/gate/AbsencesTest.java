package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AbsencesTest {
    private static final Route HELLO = Route.of(7, 1, "", "hello/{name}");

    private final Absences absences = new Absences();
    private final Absence hello = new Absence(HELLO, 42, 0);
    private final List<Absence.End> told = new ArrayList<>();

    @Test
    void hasNothingToWaitForElsewhere() {
        absences.add(List.of(hello));
        assertThat(absences.find("/hello/Ada")).isSameAs(hello);
        assertThat(absences.find("/bye/Ada")).isNull();
    }

    @Test
    void tellsWhoWaitsThatTheRouteIsThereAgain() {
        absences.add(List.of(hello));
        hello.await(told::add);
        absences.present(List.of(Route.of(8, 1, "", "hello/{name}")), List.of(hello));
        assertThat(told).containsExactly(Absence.End.GO_ON);
        assertThat(absences.isEmpty()).isTrue();
    }

    @Test
    void doesNotTakeTheRouteThatIsAboutToGoForTheOneThatCame() {
        absences.add(List.of(hello));
        absences.present(List.of(HELLO), absences.begun());
        assertThat(absences.find("/hello/Ada")).isSameAs(hello);
    }

    @Test
    void tellsWhoComesLateToo() {
        absences.add(List.of(hello));
        absences.end(absence -> absence.bundle == 42, Absence.End.GIVE_UP);
        hello.await(told::add);
        assertThat(told).containsExactly(Absence.End.GIVE_UP);
    }

    @Test
    void leavesWhatAnotherAnswersMoreExactly() {
        absences.present(List.of(Route.of(8, 1, "", "hello/Ada")), List.of());
        absences.add(List.of(hello));
        assertThat(absences.find("/hello/Ada")).isNull();
        assertThat(absences.find("/hello/Bob")).isSameAs(hello);
    }
}
