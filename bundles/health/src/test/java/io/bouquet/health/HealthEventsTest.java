package io.bouquet.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.events.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthEventsTest {
    private final AtomicLong clock = new AtomicLong();
    private final CheckRunner checks = CheckRunnerTest.runner(CheckRunnerTest.config(5_000, "database"), clock::get);
    private final List<Map<String, ?>> published = new ArrayList<>();
    private final HealthEvents events = new HealthEvents(checks);

    @BeforeEach
    void listen() {
        events.events = new Events() {
            @Override
            public void publish(String topic, Map<String, ?> data) {
                assertThat(topic).isEqualTo("health");
                published.add(data);
            }

            @Override
            public void publish(String topic, Set<String> groups, Map<String, ?> data) {
                throw new AssertionError("every account may see health");
            }
        };
    }

    @AfterEach
    void stop() {
        events.deactivate();
        checks.deactivate();
    }

    private void look(Status database) {
        checks.checks = List.of(CheckRunnerTest.check("database", "ready", () -> new Result(database, "as said")));
        clock.addAndGet(10_000_000_000L);
        events.look();
    }

    @Test
    void tellsOfChangesOnly() {
        look(Status.OK);
        look(Status.OK);
        assertThat(published).isEmpty();
        look(Status.CRITICAL);
        look(Status.CRITICAL);
        assertThat(published)
                .containsExactly(Map.of(
                        "status",
                        "down",
                        "changes",
                        List.of(Map.of("name", "database", "status", "down", "required", true, "detail", "as said"))));
        look(Status.OK);
        assertThat(published).hasSize(2);
        assertThat(published.get(1).get("status")).isEqualTo("up");
    }
}
