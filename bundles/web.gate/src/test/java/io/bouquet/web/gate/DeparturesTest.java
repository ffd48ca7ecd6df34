package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.web.Departure;
import io.bouquet.web.Straggler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

class DeparturesTest {
    private final Gate gate = new Gate(new Counts(System::nanoTime), () -> {}, 1_000_000_000L);
    private final Departures departures = new Departures();
    private final Bundle bundle = bundle(7);

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void countsDrainedInterruptedAndRunningRequests() {
        GatedRequest drains = request();
        GatedRequest obeys = request();
        GatedRequest hangs = request();
        departures.stops(bundle, List.of(drains, obeys, hangs));
        drains.finish();
        departures.interrupted(bundle, List.of(obeys, hangs));
        obeys.finish();

        assertThat(departures.of(7)).isEqualTo(new Departure(1, 2, 1));
        assertThat(departures.stragglers()).singleElement().satisfies((Straggler one) -> {
            assertThat(one.bundleId()).isEqualTo(7);
            assertThat(one.bundle()).isEqualTo("com.example.slow 1.0.0");
            assertThat(one.path()).isEqualTo("/slow");
            assertThat(one.thread()).isEqualTo(Thread.currentThread().getName());
        });
        hangs.finish();
        assertThat(departures.of(7)).isEqualTo(new Departure(1, 2, 0));
        assertThat(departures.stragglers()).isEmpty();
    }

    @Test
    void countsARequestOnceHoweverManyServicesItsBundleHas() {
        GatedRequest hangs = request();
        departures.stops(bundle, List.of(hangs));
        departures.interrupted(bundle, List.of(hangs));
        departures.stops(bundle, List.of(hangs));
        departures.interrupted(bundle, List.of(hangs));
        assertThat(departures.of(7)).isEqualTo(new Departure(0, 1, 1));
    }

    @Test
    void countsTheLastStopOnly() {
        GatedRequest first = request();
        departures.stops(bundle, List.of(first));
        first.finish();
        departures.starts(7);
        assertThat(departures.of(7)).as("until the next").isEqualTo(new Departure(1, 0, 0));
        departures.stops(bundle, List.of());
        assertThat(departures.of(7)).isEqualTo(Departure.NONE);
        assertThat(departures.of(8)).isEqualTo(Departure.NONE);
    }

    @Test
    void forgetsBundlesWhoseRequestsHaveEnded() {
        GatedRequest hangs = request();
        departures.stops(bundle, List.of(hangs));
        for (int id = 100; id < 400; id++) {
            GatedRequest shortOne = request();
            departures.stops(bundle(id), List.of(shortOne));
            shortOne.finish();
        }
        assertThat(departures.of(7).stillRunning()).isEqualTo(1);
        assertThat(departures.of(100)).isEqualTo(Departure.NONE);
        assertThat(departures.of(399).drained()).isEqualTo(1);
    }

    private GatedRequest request() {
        GatedRequest request = new GatedRequest(gate, true);
        request.enter("/slow");
        return request;
    }

    private static Bundle bundle(long id) {
        return (Bundle) Proxy.newProxyInstance(
                DeparturesTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBundleId" -> id;
                    case "getSymbolicName" -> "com.example.slow";
                    case "getVersion" -> new Version(1, 0, 0);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
