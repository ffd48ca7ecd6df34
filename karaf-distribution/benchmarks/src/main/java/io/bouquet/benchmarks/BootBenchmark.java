package io.bouquet.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the start of the process to the first 200 of the readiness check, and what the log tells of the way. */
final class BootBenchmark implements Benchmark {
    /** What a step is called, and what the line of the log contains that ends it. */
    private static final Map<String, String> STEPS = steps();

    private static Map<String, String> steps() {
        Map<String, String> steps = new LinkedHashMap<>();
        steps.put("the JVM runs, the log begins", " | ");
        steps.put("features are resolved (first start)", "Changes to perform");
        steps.put("bundles are installed (first start)", "Starting bundles");
        steps.put("the HTTP server listens", " answers at ");
        steps.put("the JAX-RS whiteboard is there", "created whiteboard");
        steps.put("the first persistence unit is open", "The unit ");
        return steps;
    }

    /** Seconds and processor-seconds of some starts, and the seconds at which each step ended. */
    private static final class Starts {
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> work = new ArrayList<>();
        private final Map<String, List<Double>> ends = new LinkedHashMap<>();

        void add(Server server) throws IOException, InterruptedException {
            Instant begin = Instant.now();
            seconds.add(server.start());
            work.add(server.processorSeconds());
            for (Map.Entry<String, String> step : STEPS.entrySet()) {
                Optional<Double> end = server.logged(step.getValue(), begin);
                if (end.isPresent()) {
                    ends.computeIfAbsent(step.getKey(), unseen -> new ArrayList<>())
                            .add(end.get());
                }
            }
        }

        void print(Bench bench, String what) {
            bench.row(what, "%s; %s", figures(seconds), figures(work));
            ends.forEach((step, end) -> bench.row("– " + step, "after %s", figures(end)));
        }

        private static String figures(List<Double> values) {
            return new Figures(values.stream().mapToDouble(Double::doubleValue).toArray()).text("%.1f");
        }
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        Starts first = new Starts();
        Starts second = new Starts();
        for (int i = 0; i < bench.rounds(5); i++) {
            try (Server server = bench.server("boot" + i)) {
                first.add(server);
                server.stop();
                second.add(server);
            }
        }
        bench.title("boot, to the first 200 of `/api/health/ready`", "seconds; processor-seconds");
        first.print(bench, "first start, of an empty data folder");
        second.print(bench, "second start");
    }
}
