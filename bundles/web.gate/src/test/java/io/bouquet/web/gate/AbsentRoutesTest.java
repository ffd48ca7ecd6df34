package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AbsentRoutesTest {
    private static final Route HELLO = Route.of(7, 1, "", "hello/{name}");

    private static final HttpRoutes.Match ANY = new HttpRoutes.Match(false, 1, List.of());
    private static final HttpRoutes.Match PLAIN = new HttpRoutes.Match(true, 1, List.of());

    private final AbsentRoutes absentRoutes = new AbsentRoutes();
    private final AbsentRoute hello = new AbsentRoute(HELLO, 42, 0);
    private final List<AbsentRoute.End> told = new ArrayList<>();

    @Test
    void findsNothingForOtherPaths() {
        absentRoutes.add(List.of(hello));
        assertThat(absentRoutes.find("/hello/Ada", ANY)).isSameAs(hello);
        assertThat(absentRoutes.find("/bye/Ada", ANY)).isNull();
    }

    @Test
    void endsTheWaitWhenTheRouteIsBack() {
        absentRoutes.add(List.of(hello));
        hello.await(told::add);
        absentRoutes.servedRest(List.of(Route.of(8, 1, "", "hello/{name}")), List.of(hello));
        assertThat(told).containsExactly(AbsentRoute.End.RETRY);
        assertThat(absentRoutes.isEmpty()).isTrue();
    }

    @Test
    void doesNotTakeTheOldRouteForTheNewOne() {
        absentRoutes.add(List.of(hello));
        absentRoutes.servedRest(List.of(HELLO), absentRoutes.removed());
        assertThat(absentRoutes.find("/hello/Ada", ANY)).isSameAs(hello);
    }

    @Test
    void endsTheWaitOfALateRequestAtOnce() {
        absentRoutes.add(List.of(hello));
        absentRoutes.end(absent -> absent.bundle == 42, AbsentRoute.End.TIMED_OUT);
        hello.await(told::add);
        assertThat(told).containsExactly(AbsentRoute.End.TIMED_OUT);
    }

    @Test
    void findsNothingIfAnotherRouteMatchesBetter() {
        absentRoutes.servedRest(List.of(Route.of(8, 1, "", "hello/Ada")), List.of());
        absentRoutes.add(List.of(hello));
        assertThat(absentRoutes.find("/hello/Ada", ANY)).isNull();
        assertThat(absentRoutes.find("/hello/Bob", ANY)).isSameAs(hello);
    }

    @Test
    void findsTheRouteOfAServlet() {
        AbsentRoute servlet = absent(Route.Kind.SERVLET, 1, "/shop/*");
        absentRoutes.add(List.of(servlet, hello));
        assertThat(absentRoutes.find("/shop/7", ANY)).isSameAs(servlet);
        assertThat(absentRoutes.find("/shop/7", PLAIN)).isSameAs(servlet);
        assertThat(absentRoutes.find("/hello/Ada", PLAIN))
                .as("a servlet answers")
                .isNull();
        absentRoutes.servedRest(List.of(Route.of(8, 1, "", "shop/special")), List.of());
        assertThat(absentRoutes.find("/shop/special", ANY)).isNull();
    }

    @Test
    void findsTheRouteOfAFilterInTheSameContext() {
        AbsentRoute filter = absent(Route.Kind.FILTER, 1, "/*");
        absentRoutes.add(List.of(filter));
        assertThat(absentRoutes.find("/any", PLAIN)).isSameAs(filter);
        assertThat(absentRoutes.find("/any", new HttpRoutes.Match(true, 2, List.of())))
                .isNull();
    }

    @Test
    void keepsARouteThatIsNotExpectedBackUntilTheWhiteboardHasRemovedIt() {
        AbsentRoute removed = new AbsentRoute(HELLO, 42, 0, false);
        boolean[] over = new boolean[1];
        removed.removedWhen(() -> over[0]);
        absentRoutes.add(List.of(removed));
        absentRoutes.servedRest(List.of(), absentRoutes.removed());
        assertThat(absentRoutes.find("/hello/Ada", ANY)).isSameAs(removed);
        over[0] = true;
        absentRoutes.servedRest(List.of(), absentRoutes.removed());
        assertThat(absentRoutes.isEmpty()).isTrue();
    }

    private static AbsentRoute absent(Route.Kind kind, long context, String pattern) {
        return new AbsentRoute(Route.of(kind, "", 7, context, ServletPattern.of("", pattern)), 42, 0);
    }
}
