package io.bouquet.web.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.web.Bulkhead;
import io.bouquet.web.Bulkheads;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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
        description =
                "Shows the number and durations of requests, the time that the gate was closed, and the threads of plugins",
        detailedDescription = "Example: web:traffic --json. Durations are those of the last minute; other figures count"
                + " from the start of the gate.")
public final class TrafficCommand implements Action {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Reference(optional = true)
    @Nullable
    Traffic traffic;

    @Reference(optional = true)
    @Nullable
    Bulkheads bulkheads;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        if (traffic == null) {
            throw new IllegalStateException(
                    "the gate, which counts requests, is not running; start it with bundle:start io.bouquet.web.gate");
        }
        print(traffic, bulkheads == null ? List.of() : bulkheads.list(), System.out);
        return null;
    }

    void print(Traffic counted, List<Bulkhead> plugins, PrintStream out) {
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
            figures.put("plugins", plugins.stream().map(TrafficCommand::figures).toList());
            out.println(toJson(figures));
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Figure");
        table.column("Value").alignRight();
        figures.forEach((name, value) -> table.addRow()
                .addContent(name, value instanceof Double d ? String.format(Locale.ROOT, "%.3f", d) : value));
        table.print(out);
        if (!plugins.isEmpty()) {
            out.println();
            print(plugins, out);
        }
    }

    private static void print(List<Bulkhead> plugins, PrintStream out) {
        ShellTable table = new ShellTable();
        table.column("Plugin");
        for (String column : List.of("Threads", "Of", "Waiting", "Refused")) {
            table.column(column).alignRight();
        }
        for (Bulkhead one : plugins) {
            table.addRow()
                    .addContent(
                            one.plugin() + " [" + one.bundleId() + "]",
                            one.running(),
                            one.limit(),
                            one.waiting(),
                            one.refused());
        }
        table.print(out);
    }

    private static Map<String, Object> figures(Bulkhead one) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("plugin", one.plugin());
        figures.put("bundle", one.bundleId());
        figures.put("threads", one.running());
        figures.put("limit", one.limit());
        figures.put("waiting", one.waiting());
        figures.put("refused", one.refused());
        return figures;
    }

    private static String toJson(Map<String, Object> figures) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("no JSON for figures", never);
        }
    }
}
