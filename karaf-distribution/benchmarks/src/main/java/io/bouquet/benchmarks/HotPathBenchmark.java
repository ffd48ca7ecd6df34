package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.List;

/** What the gate costs where nothing happens: the same requests with it and without, in turn. */
final class HotPathBenchmark implements Benchmark {
    private static final String GATE = "io.bouquet.web.gate";
    private static final int CONNECTIONS = 16;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("hot-path")) {
            server.start();
            server.deploy(bench.probe(), "/benchmark-servlet");
            List<byte[]> annotate = AnnotateBenchmark.requests(bench, server);
            List<byte[]> small = List.of(server.bytes("GET", "/benchmark-resource", ""));
            server.await("/benchmark-resource");
            bench.title(
                    "with the gate and without it, connections: " + CONNECTIONS,
                    "requests/s: with; without; **ratio**, pair by pair");
            compare(bench, server, "`POST /api/annotate`, all layers", annotate);
            compare(bench, server, "GET of a small JSON resource", small);
        }
    }

    private static void compare(Bench bench, Server server, String what, List<byte[]> requests)
            throws IOException, InterruptedException {
        Load.run(server.port(), CONNECTIONS, bench.nanos(60), requests);
        int rounds = bench.rounds(15);
        double[] with = new double[rounds];
        double[] without = new double[rounds];
        double[] ratio = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            // in turn, since the JVM gets better with each round
            if (i % 2 == 0) {
                with[i] = perSecond(bench, server, requests);
            }
            server.operator().shell("bundle:stop " + GATE);
            without[i] = perSecond(bench, server, requests);
            server.operator().shell("bundle:start " + GATE);
            if (i % 2 != 0) {
                with[i] = perSecond(bench, server, requests);
            }
            ratio[i] = with[i] / without[i];
        }
        bench.row(
                what,
                "%s; %s; **%s**",
                new Figures(with).text("%.0f"),
                new Figures(without).text("%.0f"),
                new Figures(ratio).text("%.3f"));
    }

    private static double perSecond(Bench bench, Server server, List<byte[]> requests)
            throws IOException, InterruptedException {
        Load.run(server.port(), CONNECTIONS, bench.nanos(1), requests);
        Load.Run run = Load.run(server.port(), CONNECTIONS, bench.nanos(4), requests);
        if (run.failed() > 0) {
            throw new IOException(run.failed() + " requests were not answered with 200");
        }
        return run.perSecond();
    }
}
