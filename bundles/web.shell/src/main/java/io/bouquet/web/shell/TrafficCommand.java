package io.bouquet.web.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code web:traffic}. */
@Service
@Command(
        scope = "web",
        name = "traffic",
        description = "Shows requests, how long they took, and how long the gate was closed",
        detailedDescription =
                "Example: web:traffic --json. Durations are those of the last minute; the rest is since the"
                        + " gate was started.")
public final class TrafficCommand implements Action {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Reference(optional = true)
    @Nullable
    Traffic traffic;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        if (traffic == null) {
            throw new IllegalStateException("nobody counts requests; bundle:start io.bouquet.web.gate");
        }
        print(traffic, System.out);
        return null;
    }

    void print(Traffic counted, PrintStream out) {
        TrafficCounts now = counted.now();
        TrafficCounts minute = now.since(counted.before(MINUTE));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("requests", now.requests());
        figures.put("failed", now.failed());
        figures.put("waited", now.waited());
        figures.put("inFlight", counted.inFlight());
        figures.put("lastMinute", minute.requests());
        figures.put("lastMinuteFailed", minute.failed());
        figures.put("p50Millis", minute.quantileMicros(0.5) / 1000.0);
        figures.put("p99Millis", minute.quantileMicros(0.99) / 1000.0);
        figures.put("rewires", now.rewires());
        figures.put("closedMillis", now.closedMicros() / 1000.0);
        if (json) {
            out.println(toJson(figures));
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Figure");
        table.column("Value").alignRight();
        figures.forEach((name, value) -> table.addRow()
                .addContent(name, value instanceof Double d ? String.format(Locale.ROOT, "%.3f", d) : value));
        table.print(out);
    }

    private static String toJson(Map<String, Object> figures) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("no JSON for figures", never);
        }
    }
}
