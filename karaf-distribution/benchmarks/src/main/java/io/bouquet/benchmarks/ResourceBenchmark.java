package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.List;

/** A trivial JAX-RS resource against a servlet that writes the same JSON by hand, in turn. */
final class ResourceBenchmark implements Benchmark {
    private static final int CONNECTIONS = 16;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("resource")) {
            server.start();
            server.deploy(bench.probe(), "/benchmark-servlet");
            server.await("/benchmark-resource");
            String answer = server.get("/benchmark-resource").body();
            if (!answer.equals(server.get("/benchmark-servlet").body())) {
                throw new IOException("resource and servlet answer differently: " + answer);
            }
            List<byte[]> resource = List.of(server.bytes("GET", "/benchmark-resource", ""));
            List<byte[]> servlet = List.of(server.bytes("GET", "/benchmark-servlet", ""));
            perSecond(server, bench.nanos(30), resource);
            perSecond(server, bench.nanos(10), servlet);
            double[] resources = new double[bench.rounds(9)];
            double[] servlets = new double[resources.length];
            double[] ratio = new double[resources.length];
            for (int i = 0; i < ratio.length; i++) {
                resources[i] = perSecond(server, bench.nanos(3), resource);
                servlets[i] = perSecond(server, bench.nanos(3), servlet);
                ratio[i] = resources[i] / servlets[i];
            }
            bench.title("GET of a small JSON, connections: " + CONNECTIONS, "requests/s");
            bench.row("JAX-RS resource", new Figures(resources).text("%.0f"));
            bench.row("servlet", new Figures(servlets).text("%.0f"));
            bench.row("**ratio**, pair by pair", new Figures(ratio).text("%.2f"));
        }
    }

    private static double perSecond(Server server, long nanos, List<byte[]> requests)
            throws IOException, InterruptedException {
        Load.Run run = Load.run(server.port(), CONNECTIONS, nanos, requests);
        if (run.failed() > 0) {
            throw new IOException(run.failed() + " requests were not answered with 200");
        }
        return run.perSecond();
    }
}
