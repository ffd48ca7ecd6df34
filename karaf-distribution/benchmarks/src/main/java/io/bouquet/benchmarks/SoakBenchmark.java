package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Swaps of all kinds under open-loop load; then those in place once more without the gate. */
final class SoakBenchmark implements Benchmark {
    private static final String GATE = "io.bouquet.web.gate";
    /** Enough to see what fails without the gate. */
    private static final int MOST_WITHOUT = 60;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("soak")) {
            server.start();
            Fixtures fixtures = bench.fixtures("soak-plugins");
            Soak soak = Soak.prepare(server.operator(), fixtures, bench.texts());
            List<String> kinds = Arrays.asList(bench.option("kinds", "").split(","));
            boolean all = kinds.equals(List.of(""));
            Soak.Plan plan = new Soak.Plan(
                    Double.parseDouble(bench.option("rate", "300")),
                    bench.quick() ? 16 : 120,
                    bench.quick() ? 0 : Integer.parseInt(bench.option("warm-up-swaps", "32")),
                    bench.quick() ? 10 : 60,
                    Integer.parseInt(bench.option("swaps", bench.quick() ? "20" : "200")),
                    Double.parseDouble(bench.option("pause", bench.quick() ? "0.4" : "2")),
                    all ? List.of() : kinds);
            boolean hasGate = server.operator().shell("bundle:list -s -t 0").contains(GATE);
            report(bench, "soak" + (hasGate ? "" : ", without gate"), soak.run(plan));
            if (hasGate && bench.option("baseline", "yes").equals("yes")) {
                server.operator().shell("bundle:stop " + GATE);
                report(
                        bench,
                        "the same without gate, swaps in place only",
                        soak.run(new Soak.Plan(
                                plan.perSecond(),
                                plan.warmUpSeconds() / 8,
                                0,
                                plan.steadySeconds() / 2,
                                Math.min(plan.swaps() / 4, MOST_WITHOUT),
                                plan.pauseSeconds(),
                                soak.inPlace())));
            }
        }
    }

    private static void report(Bench bench, String title, Soak.Run run) {
        Ledger ledger = run.ledger();
        bench.title(title, "");
        bench.row("requests", "%,d", ledger.requests());
        bench.row("**failed**", "**%,d**", ledger.failed());
        bench.row(
                "processors busy: steady; during swaps",
                "%.0f %%; %.0f %%",
                100 * run.busySteady(),
                100 * run.busySwaps());
        bench.row("swaps; time that they took", "%d; %.0f s", ledger.swaps().size(), run.swapSeconds());

        bench.row("sockets closed with 1012 and opened again", "%,d", run.held().restarts());
        bench.row(
                "event streams continued with Last-Event-ID", "%,d", run.held().reconnections());

        run.gate().forEach((figure, value) -> bench.row("the gate counted: " + figure, "%,d", value));

        bench.title(
                "swaps",
                "times; median, most (ms); not as it should be; p50, p99, most of the quick requests that do not need it (ms)");
        Map<String, List<Ledger.Swap>> byKind = ledger.swaps().stream()
                .collect(Collectors.groupingBy(Ledger.Swap::kind, TreeMap::new, Collectors.toList()));
        byKind.forEach((kind, swaps) -> {
            Figures millis =
                    new Figures(swaps.stream().mapToDouble(Ledger.Swap::millis).toArray());
            bench.row(
                    kind,
                    "%d; %.0f, %.0f; %d; %s",
                    swaps.size(),
                    millis.median(),
                    millis.quantile(1),
                    swaps.stream().filter(swap -> !swap.trouble().isEmpty()).count(),
                    text(quickDuring(run, kind)));
        });

        bench.title("requests", "count; failed; p50, p99, most (ms): steady; during swaps of others; during its own");
        List<double[]> steady = new ArrayList<>();
        List<double[]> others = new ArrayList<>();
        List<Endpoint> all = new ArrayList<>(run.endpoints());
        all.addAll(run.held().endpoints());
        for (Endpoint endpoint : all) {
            double[] steadyOf = ledger.millis(endpoint, run.steadyFrom(), run.steadyTo());
            double[] othersOf = ledger.millisDuringSwaps(endpoint, false);
            if (endpoint.isQuick()) {
                steady.add(steadyOf);
                others.add(othersOf);
            }
            Ledger.Times times = ledger.times().getOrDefault(endpoint, new Ledger.Times());
            bench.row(
                    endpoint.name(),
                    "%,d; %d; %s; %s; %s",
                    times.count(),
                    times.failed(),
                    text(steadyOf),
                    text(othersOf),
                    text(ledger.millisDuringSwaps(endpoint, true)));
        }
        double[] allSteady = together(steady);
        double[] allOthers = together(others);
        bench.row("**quick ones together**", "; ; %s; %s; ", text(allSteady), text(allOthers));
        if (allSteady.length > 0 && allOthers.length > 0) {
            bench.row(
                    "**p99 during swaps of others to steady p99**",
                    "; ; %.2f",
                    new Figures(allOthers).quantile(0.99) / new Figures(allSteady).quantile(0.99));
        }
        ledger.failures().forEach((kind, failure) -> {
            System.out.printf("%n%d × %s%n", failure.count(), kind);
            failure.examples().forEach(example -> System.out.println("    " + example));
        });
        ledger.swaps().stream()
                .filter(swap -> !swap.trouble().isEmpty())
                .forEach(swap -> System.out.printf("%nswap %s: %s%n", swap.kind(), swap.trouble()));
    }

    private static double[] quickDuring(Soak.Run run, String kind) {
        return together(run.endpoints().stream()
                .filter(Endpoint::isQuick)
                .map(endpoint -> run.ledger().millisDuring(endpoint, kind))
                .toList());
    }

    private static double[] together(List<double[]> some) {
        return some.stream().flatMapToDouble(DoubleStream::of).toArray();
    }

    private static String text(double[] millis) {
        if (millis.length == 0) {
            return "–";
        }
        Figures figures = new Figures(millis);
        return String.format(
                Locale.ROOT, "%.1f, %.1f, %.0f", figures.median(), figures.quantile(0.99), figures.quantile(1));
    }
}
