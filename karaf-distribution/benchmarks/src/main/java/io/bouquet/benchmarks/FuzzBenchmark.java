package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests that are nearly right, to every route, with a seed for each 10,000: what the server answers, and to none not. */
final class FuzzBenchmark implements Benchmark {
    private static final int AT_ONCE = 10_000;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        long requests = Long.parseLong(bench.option("requests", bench.quick() ? "20000" : "200000"));
        long seed = Long.parseLong(bench.option("seed", "1"));
        try (Server server = bench.server("fuzz")) {
            server.start();
            List<String> routes = server.operator().routes();
            Map<Integer, Integer> statuses = new TreeMap<>();
            List<String> complaints = List.of();
            long slowest = 0;
            long sent = 0;
            while (sent < requests && complaints.isEmpty()) {
                Fuzz.Report report = Fuzz.run(server.port(), server.operator().authorization(), routes, seed++, (int)
                        Math.min(AT_ONCE, requests - sent));
                report.statuses().forEach((status, count) -> statuses.merge(status, count, Integer::sum));
                complaints = report.complaints();
                slowest = Math.max(slowest, report.slowestMillis());
                sent += report.requests();
            }
            bench.title("Requests that are nearly right, to " + routes.size() + " routes", "figure");
            bench.row("requests", "%,d", sent);
            bench.row(
                    "answers that should not be (500 and above, HTML, broken JSON, no problem)",
                    "%d",
                    complaints.size());
            bench.row("slowest answer", "%d ms", slowest);
            bench.row("statuses (0: closed without one)", "%s", statuses);
            complaints.forEach(System.err::println);
        }
    }
}
