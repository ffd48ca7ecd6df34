package io.bouquet.benchmarks;

import java.io.IOException;

/** From the start of the process to the first 200 of the readiness check. */
final class BootBenchmark implements Benchmark {
    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        double[] first = new double[bench.rounds(5)];
        double[] second = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            try (Server server = bench.server("boot" + i)) {
                first[i] = server.start();
                server.stop();
                second[i] = server.start();
            }
        }
        bench.title("boot, to the first 200 of `/api/health/ready`", "seconds");
        bench.row("first start, of an empty data folder", new Figures(first).text("%.1f"));
        bench.row("second start", new Figures(second).text("%.1f"));
    }
}
