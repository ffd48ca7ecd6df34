package io.bouquet.web.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.web.bulkhead.Compartments.Admission;
import io.bouquet.web.bulkhead.Owners.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompartmentsTest {
    private final Compartments compartments = new Compartments(new Limits(2, 3, Map.of("small", 1), 1));
    private final Compartment a = compartments.of(new Owner("a", 1, 0));
    private final Compartment b = compartments.of(new Owner("b", 2, 0));
    private final List<String> cameAgain = new ArrayList<>();

    private WaitingRequest waiting(Compartment compartment, String name) {
        WaitingRequest waiting = new WaitingRequest(compartment, () -> cameAgain.add(name));
        compartments.await(waiting);
        return waiting;
    }

    @Test
    void keepsThreadsForOthers() {
        assertThat(compartments.enter(a)).isEqualTo(Admission.ENTERED);
        assertThat(compartments.enter(a)).isEqualTo(Admission.ENTERED);
        assertThat(compartments.enter(a)).isEqualTo(Admission.MAY_WAIT);
        assertThat(compartments.enter(b)).isEqualTo(Admission.ENTERED);
    }

    @Test
    void keepsThreadsFromAllPluginsTogether() {
        compartments.enter(a);
        compartments.enter(a);
        compartments.enter(b);
        assertThat(compartments.enter(b)).isEqualTo(Admission.MAY_WAIT);
        WaitingRequest waits = waiting(b, "b");
        compartments.leave(a);
        assertThat(cameAgain).containsExactly("b");
        assertThat(waits.state()).isEqualTo(WaitingRequest.State.GRANTED);
    }

    @Test
    void givesAPluginItsOwnShare() {
        Compartment small = compartments.of(new Owner("small", 3, 0));
        assertThat(compartments.enter(small)).isEqualTo(Admission.ENTERED);
        assertThat(compartments.enter(small)).isEqualTo(Admission.MAY_WAIT);
    }

    @Test
    void givesAnUpdatedPluginThreadsThatTheOldCodeDoesNotHave() {
        compartments.enter(a);
        compartments.enter(a);
        assertThat(compartments.enter(compartments.of(new Owner("a", 1, 99)))).isEqualTo(Admission.ENTERED);
    }

    @Test
    void refusesAndCountsIfTheQueueIsFull() {
        compartments.enter(a);
        compartments.enter(a);
        waiting(a, "first");
        assertThat(compartments.enter(a)).isEqualTo(Admission.FULL);
        assertThat(waiting(a, "second").state()).isEqualTo(WaitingRequest.State.REFUSED);
        assertThat(compartments.list().get(0).refused()).isEqualTo(2);
        assertThat(compartments.list().get(0).waiting()).isEqualTo(1);
        assertThat(compartments.list().get(0).isFull()).isTrue();
    }

    @Test
    void grantsThreadsInOrder() {
        compartments.enter(a);
        compartments.enter(a);
        WaitingRequest first = waiting(a, "first");
        assertThat(cameAgain).isEmpty();
        compartments.leave(a);
        assertThat(first.state()).isEqualTo(WaitingRequest.State.GRANTED);
        assertThat(compartments.enter(a)).as("the place is taken").isEqualTo(Admission.MAY_WAIT);
    }

    @Test
    void passesThePlaceOnOfAClientThatHasGone() {
        compartments.enter(a);
        compartments.enter(a);
        WaitingRequest first = waiting(a, "first");
        compartments.leave(a);
        WaitingRequest second = waiting(a, "second");
        compartments.forget(first);
        assertThat(second.state()).isEqualTo(WaitingRequest.State.GRANTED);
        compartments.forget(first);
        assertThat(compartments.list().get(0).running()).isEqualTo(2);
    }

    @Test
    void refusesARequestThatHasWaitedTooLong() {
        compartments.enter(a);
        compartments.enter(a);
        WaitingRequest first = waiting(a, "first");
        assertThat(compartments.giveUp(first)).isTrue();
        assertThat(compartments.giveUp(first)).isFalse();
        compartments.leave(a);
        assertThat(first.state()).isEqualTo(WaitingRequest.State.REFUSED);
        assertThat(compartments.enter(a)).isEqualTo(Admission.ENTERED);
    }

    @Test
    void dispatchesRequestsToARemovedBundleAgain() {
        compartments.enter(a);
        compartments.enter(a);
        WaitingRequest first = waiting(a, "first");
        compartments.keep(owner -> owner.bundleId() == 2);
        assertThat(first.state()).isEqualTo(WaitingRequest.State.OWNER_CHANGED);
        assertThat(cameAgain).containsExactly("first");
        assertThat(compartments.list()).extracting("plugin").containsExactly("a", "b");
        compartments.leave(a);
        compartments.leave(a);
        compartments.keep(owner -> owner.bundleId() == 2);
        assertThat(compartments.list()).extracting("plugin").containsExactly("b");
        assertThat(waiting(a, "late").state()).isEqualTo(WaitingRequest.State.OWNER_CHANGED);
    }

    @Test
    void grantsMoreThreadsAtOnceIfTheShareGrows() {
        compartments.enter(a);
        compartments.enter(a);
        WaitingRequest first = waiting(a, "first");
        compartments.limits(new Limits(3, 9, Map.of(), 1));
        assertThat(first.state()).isEqualTo(WaitingRequest.State.GRANTED);
    }

    @Test
    void readsSharesOfSinglePlugins() {
        assertThat(WebBulkhead.shares(new String[] {"com.example.a=4", " com.example.b = 9 ", "nonsense", "c=x"}))
                .containsExactlyInAnyOrderEntriesOf(Map.of("com.example.a", 4, "com.example.b", 9));
    }
}
