package io.bouquet.plugin.tool;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** Tells the author what happens, on the terminal and on {@link DevPage}. Thread-safe. */
final class Report {
    /** The state of a project, for the page. */
    record State(LocalTime at, boolean good, String text, Tests.Result tests) {
        private static final Tests.Result NONE = new Tests.Result(true, "");
    }

    private final PrintStream out;
    private final Map<String, State> states = new TreeMap<>();

    Report(PrintStream out) {
        this.out = out;
    }

    synchronized Map<String, State> states() {
        return new TreeMap<>(states);
    }

    synchronized void plain(String text) {
        out.println(text);
    }

    synchronized void line(String project, String text) {
        out.println(now() + "  " + project + "  " + text);
    }

    synchronized void live(String project, String text) {
        line(project, text);
        put(project, true, text);
    }

    synchronized void problem(String project, String text, boolean stillServes) {
        String all = text + (stillServes ? "\nThe last good version serves." : "\nIt is not installed.");
        line(project, all.replace("\n", "\n  "));
        put(project, false, all);
    }

    synchronized void tests(String project, Tests.Result result) {
        line(project, "tests: " + result.text().replace("\n", "\n  "));
        State state = states.get(project);
        if (state != null) {
            states.put(project, new State(state.at(), state.good(), state.text(), result));
        }
    }

    private void put(String project, boolean good, String text) {
        State before = states.get(project);
        states.put(project, new State(now(), good, text, before == null ? State.NONE : before.tests()));
    }

    private static LocalTime now() {
        return LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    }
}
