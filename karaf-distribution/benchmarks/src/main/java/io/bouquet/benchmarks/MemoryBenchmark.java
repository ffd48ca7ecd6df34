package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.List;

/** Resident memory of the process, once ready and after work, and how much work it did. */
final class MemoryBenchmark implements Benchmark {
    private static final int CONNECTIONS = 16;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        int requests = Integer.parseInt(bench.option("requests", bench.quick() ? "1000" : "100000"));
        double[] ready = new double[bench.rounds(3)];
        double[] after = new double[ready.length];
        double[] perSecond = new double[ready.length];
        double[] perProcessorSecond = new double[ready.length];
        for (int i = 0; i < ready.length; i++) {
            try (Server server = bench.server("memory" + i)) {
                // the first start has a heap that grew while it installed
                server.start();
                server.stop();
                server.start();
                ready[i] = server.residentMebibytes();
                List<byte[]> texts = AnnotateBenchmark.requests(bench, server);
                double before = server.processorSeconds();
                long answered = 0;
                double seconds = 0;
                while (answered < requests) {
                    Load.Run run = Load.run(server.port(), CONNECTIONS, bench.nanos(2), texts);
                    answered += run.millis().count();
                    seconds += run.millis().count() / run.perSecond();
                }
                after[i] = server.residentMebibytes();
                perSecond[i] = answered / seconds;
                perProcessorSecond[i] = answered / (server.processorSeconds() - before);
            }
        }
        bench.title("second start, then `POST /api/annotate`, connections: " + CONNECTIONS, "");
        bench.row("resident memory once ready, MiB", new Figures(ready).text("%.0f"));
        bench.row(String.format("after %,d requests, MiB", requests), new Figures(after).text("%.0f"));
        bench.row("requests/s", new Figures(perSecond).text("%.0f"));
        bench.row("requests per processor-second", new Figures(perProcessorSecond).text("%.0f"));
    }
}
