package io.bouquet.benchmarks;

import java.io.IOException;

/** From the start of the process to the first 200 of the readiness check. */
final class BootBenchmark implements Benchmark {
    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        double[] first = new double[bench.rounds(5)];
        double[] second = new double[first.length];
        double[] firstWork = new double[first.length];
        double[] secondWork = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            try (Server server = bench.server("boot" + i)) {
                first[i] = server.start();
                firstWork[i] = server.processorSeconds();
                server.stop();
                second[i] = server.start();
                secondWork[i] = server.processorSeconds();
            }
        }
        bench.title("boot, to the first 200 of `/api/health/ready`", "seconds; processor-seconds");
        row(bench, "first start, of an empty data folder", first, firstWork);
        row(bench, "second start", second, secondWork);
    }

    private static void row(Bench bench, String what, double[] seconds, double[] work) {
        bench.row(what, "%s; %s", new Figures(seconds).text("%.1f"), new Figures(work).text("%.1f"));
    }
}
