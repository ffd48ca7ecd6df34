package io.bouquet.benchmarks;

import io.bouquet.benchmarks.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Requests that are made from the OpenAPI document, right, wrong and bent: what the platform answers, and what they
 * leave behind. {@code --seed} and {@code --only NUMBER} send one of them again.
 */
final class FuzzBenchmark implements Benchmark {
    /** Until then caches fill and classes load. */
    private static final long WARM_UP = 5_000;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        long requests = Long.parseLong(bench.option("requests", bench.quick() ? "20000" : "100000"));
        long seed = Long.parseLong(bench.option("seed", "1"));
        String only = bench.option("only", "");
        try (Server server = bench.server("fuzz")) {
            server.start();
            server.deploy(bench.probe(), "/benchmark-inside");
            Operator operator = server.operator();
            Fuzz fuzz = operator.fuzz(seed);
            if (!only.isEmpty()) {
                fuzz.run(Long.parseLong(only), 1).complaints().forEach(System.out::println);
                return;
            }
            fuzz.run(0, Math.min(WARM_UP, requests));
            Map<String, Long> before = operator.inside();
            long begin = System.nanoTime();
            Fuzz.Report report = fuzz.run(WARM_UP, Math.max(0, requests - WARM_UP));
            double seconds = (System.nanoTime() - begin) / 1e9;
            Map<String, Long> after = operator.inside();
            bench.title("Requests made from `/openapi.json`, seed " + seed, "figure");
            bench.row("requests", "%,d in %.0f s", report.requests(), seconds);
            bench.row("answers that should not be", "%d", report.complaints().size());
            bench.row("slowest answer", "%d ms", report.slowestMillis());
            bench.row("statuses (0: closed without one)", "%s", new TreeMap<>(report.statuses()));
            bench.row(
                    "heap after a collection; after the first 5,000 requests, and at the end",
                    "%.0f MiB; %.0f MiB",
                    mebibytes(before),
                    mebibytes(after));
            bench.row(
                    "threads: after the first 5,000; at the end",
                    "%d; %d",
                    figure(before, "threads"),
                    figure(after, "threads"));
            bench.row("classes", "%,d; %,d", figure(before, "classes"), figure(after, "classes"));
            List<String> errors;
            try (Stream<String> log = Files.lines(server.log())) {
                errors = log.filter(line -> line.contains("| ERROR |")).toList();
            }
            bench.row("errors in the log", "%d", errors.size());
            errors.forEach(System.err::println);
            report.complaints().forEach(System.err::println);
        }
    }

    private static double mebibytes(Map<String, Long> inside) {
        return figure(inside, "heap, bytes") / 1048576.0;
    }

    private static long figure(Map<String, Long> inside, String name) {
        return inside.getOrDefault(name, 0L);
    }
}
