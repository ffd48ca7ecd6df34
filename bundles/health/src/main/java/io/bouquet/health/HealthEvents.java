package io.bouquet.health;

import io.bouquet.common.BackgroundThread;
import io.bouquet.events.Events;
import io.bouquet.health.CheckRunner.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Publishes an event when a check of the readiness goes up or down, appears or disappears. */
@Component(service = {})
public final class HealthEvents {
    static final String TOPIC = "health";

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final CheckRunner checks;
    private final BackgroundThread thread = new BackgroundThread("bouquet-health-events");
    private @Nullable Map<String, Outcome> before;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Events events;

    @Activate
    public HealthEvents(@Reference CheckRunner checks) {
        this.checks = checks;
        thread.repeat(PAUSE, this::look);
    }

    @Deactivate
    void deactivate() {
        thread.close();
    }

    /** Only one thread at a time calls this. */
    void look() {
        Events told = events;
        if (told == null) {
            return;
        }
        List<Outcome> outcomes = checks.run(CheckRunner.READY);
        Map<String, Outcome> now = new TreeMap<>();
        outcomes.forEach(outcome -> now.put(outcome.name(), outcome));
        Map<String, Outcome> last = before;
        before = now;
        if (last == null) {
            return;
        }
        TreeSet<String> names = new TreeSet<>(now.keySet());
        names.addAll(last.keySet());
        List<Map<String, Object>> changes = names.stream()
                .filter(name -> !status(now.get(name)).equals(status(last.get(name))))
                .map(name -> members(name, now.get(name)))
                .toList();
        if (!changes.isEmpty()) {
            told.publish(TOPIC, Map.of("status", CheckRunner.isUp(outcomes) ? "up" : "down", "changes", changes));
        }
    }

    private static String status(@Nullable Outcome outcome) {
        return outcome == null ? "absent" : outcome.up() ? "up" : "down";
    }

    private static Map<String, Object> members(String name, @Nullable Outcome outcome) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", name);
        members.put("status", status(outcome));
        if (outcome != null) {
            members.put("required", outcome.required());
            members.put("detail", outcome.detail());
        }
        return members;
    }
}
