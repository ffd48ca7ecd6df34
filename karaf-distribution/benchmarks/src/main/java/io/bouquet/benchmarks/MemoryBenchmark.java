package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.List;

/** Resident memory of the process, once ready and after work. */
final class MemoryBenchmark implements Benchmark {
    private static final int REQUESTS = 10_000;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        double[] ready = new double[bench.rounds(3)];
        double[] after = new double[ready.length];
        for (int i = 0; i < ready.length; i++) {
            try (Server server = bench.server("memory" + i)) {
                server.start();
                ready[i] = server.residentMebibytes();
                List<byte[]> requests = AnnotateBenchmark.requests(bench, server);
                for (long answered = 0; answered < (bench.quick() ? 100 : REQUESTS); ) {
                    answered += Load.run(server.port(), 16, bench.nanos(1), requests)
                            .millis()
                            .count();
                }
                after[i] = server.residentMebibytes();
            }
        }
        bench.title("resident memory", "MiB");
        bench.row("once ready", new Figures(ready).text("%.0f"));
        bench.row(String.format("after %,d annotate requests", REQUESTS), new Figures(after).text("%.0f"));
    }
}
