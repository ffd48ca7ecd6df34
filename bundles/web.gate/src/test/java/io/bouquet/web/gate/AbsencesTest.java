package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AbsencesTest {
    private static final Route HELLO = Route.of(7, 1, "", "hello/{name}");

    private static final HttpRoutes.Match ANY = new HttpRoutes.Match(false, 1, List.of());
    private static final HttpRoutes.Match PLAIN = new HttpRoutes.Match(true, 1, List.of());

    private final Absences absences = new Absences();
    private final Absence hello = new Absence(HELLO, 42, 0);
    private final List<Absence.End> told = new ArrayList<>();

    @Test
    void hasNothingToWaitForElsewhere() {
        absences.add(List.of(hello));
        assertThat(absences.find("/hello/Ada", ANY)).isSameAs(hello);
        assertThat(absences.find("/bye/Ada", ANY)).isNull();
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
        assertThat(absences.find("/hello/Ada", ANY)).isSameAs(hello);
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
        assertThat(absences.find("/hello/Ada", ANY)).isNull();
        assertThat(absences.find("/hello/Bob", ANY)).isSameAs(hello);
    }

    @Test
    void holdsWhatAServletAnswers() {
        Absence servlet = absence(Route.Kind.SERVLET, 1, "/shop/*");
        absences.add(List.of(servlet, hello));
        assertThat(absences.find("/shop/7", ANY)).isSameAs(servlet);
        assertThat(absences.find("/shop/7", PLAIN)).isSameAs(servlet);
        assertThat(absences.find("/hello/Ada", PLAIN)).as("a servlet answers").isNull();
        absences.present(List.of(Route.of(8, 1, "", "shop/special")), List.of());
        assertThat(absences.find("/shop/special", ANY)).isNull();
    }

    @Test
    void holdsWhatAFilterOfTheSameContextStandsBefore() {
        Absence filter = absence(Route.Kind.FILTER, 1, "/*");
        absences.add(List.of(filter));
        assertThat(absences.find("/any", PLAIN)).isSameAs(filter);
        assertThat(absences.find("/any", new HttpRoutes.Match(true, 2, List.of())))
                .isNull();
    }

    @Test
    void holdsWhatIsRemovedOnlyUntilTheWhiteboardHasLetGoOfIt() {
        Absence removed = new Absence(HELLO, 42, 0, false);
        boolean[] over = new boolean[1];
        removed.beginsWith(() -> over[0]);
        absences.add(List.of(removed));
        absences.present(List.of(), absences.begun());
        assertThat(absences.find("/hello/Ada", ANY)).isSameAs(removed);
        over[0] = true;
        absences.present(List.of(), absences.begun());
        assertThat(absences.isEmpty()).isTrue();
    }

    private static Absence absence(Route.Kind kind, long context, String pattern) {
        return new Absence(Route.of(kind, "", 7, context, ServletPattern.of("", pattern)), 42, 0);
    }
}
