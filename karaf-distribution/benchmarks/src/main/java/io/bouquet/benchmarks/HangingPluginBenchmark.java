package io.bouquet.benchmarks;

import io.bouquet.benchmarks.Fixtures.Poison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** What everyone else notices of a plugin that hangs with 500 clients, and whether it can be upgraded then. */
final class HangingPluginBenchmark implements Benchmark {
    private static final int CLIENTS = 500;
    private static final double PER_SECOND = 40;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        Fixtures fixtures = bench.fixtures("hanging-plugins");
        try (Server server = bench.server("hanging-plugin")) {
            server.start();
            Operator operator = server.operator();
            operator.install(fixtures.bundle("visitor", "1.0.0", Poison.NONE));
            operator.install(fixtures.bundle("hanger", "1.0.0", Poison.NONE));
            server.await("/benchmark-visitor");
            List<Endpoint> endpoints = endpoints(server);
            measure(server, endpoints, bench.nanos(30));
            List<double[]> usual = measure(server, endpoints, bench.nanos(60));
            try (HangingClients clients =
                    new HangingClients(server.port(), "/benchmark-hanger", operator.authorization(), CLIENTS)) {
                measure(server, endpoints, bench.nanos(10));
                List<double[]> during = measure(server, endpoints, bench.nanos(60));
                bench.title(
                        CLIENTS + " clients of a plugin that hangs",
                        "p50: usual; meanwhile; p99: usual; meanwhile; **meanwhile to usual**");
                for (int i = 0; i < endpoints.size(); i++) {
                    row(bench, endpoints.get(i).name(), usual.get(i), during.get(i));
                }
                row(bench, "**all**", all(usual), all(during));
                bench.row("answers of the plugin that hangs, by status", "%s", clients.statuses());
                long begin = System.nanoTime();
                operator.upgrade("io.bouquet.benchmarks.hanger", fixtures.bundle("hanger", "2.0.0", Poison.NONE));
                bench.row(
                        "upgrade of it to a version that works, meanwhile",
                        "%.1f s",
                        (System.nanoTime() - begin) / 1e9);
                int before = clients.answered(200);
                TimeUnit.SECONDS.sleep(3);
                bench.row("its good answers in the 3 s after that", "%,d", clients.answered(200) - before);
            }
        }
    }

    private static List<Endpoint> endpoints(Server server) {
        return List.of(
                endpoint(server, "another plugin", "GET", "/benchmark-visitor", ""),
                endpoint(server, "`GET /api/health/live`", "GET", "/api/health/live", ""),
                endpoint(
                        server,
                        "`POST /api/annotate`, one sentence",
                        "POST",
                        "/api/annotate",
                        "{\"text\":\"Tim Cook was in Berlin on Monday.\",\"language\":\"en\"}"),
                endpoint(server, "`GET /console/assets/console.css`", "GET", "/console/assets/console.css", ""));
    }

    private static Endpoint endpoint(Server server, String name, String method, String path, String json) {
        byte[] request = server.bytes(method, path, json);
        return new Endpoint(name, PER_SECOND, "", true, number -> request, body -> body.isEmpty() ? "empty" : "");
    }

    /** Milliseconds of the requests to each endpoint. */
    private static List<double[]> measure(Server server, List<Endpoint> endpoints, long nanos)
            throws IOException, InterruptedException {
        Ledger ledger = new Ledger();
        OpenLoad load = new OpenLoad(server.port(), endpoints, ledger);
        load.start();
        TimeUnit.NANOSECONDS.sleep(nanos);
        load.stop();
        ledger.failures().forEach((kind, failure) -> System.err.println(kind + ": " + failure));
        if (ledger.failed() > 0) {
            throw new IOException(ledger.failed() + " of " + ledger.requests() + " requests to others failed");
        }
        List<double[]> all = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            all.add(ledger.millis(endpoint, Long.MIN_VALUE, Long.MAX_VALUE));
        }
        return all;
    }

    private static double[] all(List<double[]> each) {
        return each.stream().flatMapToDouble(DoubleStream::of).toArray();
    }

    private static void row(Bench bench, String name, double[] usual, double[] during) {
        Figures before = new Figures(usual);
        Figures with = new Figures(during);
        bench.row(
                name,
                "%.1f ms; %.1f ms; %.1f ms; %.1f ms; **%.2f**",
                before.median(),
                with.median(),
                before.quantile(0.99),
                with.quantile(0.99),
                with.quantile(0.99) / before.quantile(0.99));
    }
}
