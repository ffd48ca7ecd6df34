package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What thousands of idle connections and open event streams cost, and whether others notice them. */
final class ConnectionsBenchmark implements Benchmark {
    private static final String HOST = "Host: 127.0.0.1\r\n";

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("connections")) {
            server.start();
            server.deploy(bench.probe(), "/benchmark-inside");
            OrdinaryLoad load = OrdinaryLoad.with(server, "`GET /api/taggers`", "/api/taggers");
            load.measure(bench.nanos(20));
            bench.title(
                    "Connections that are open",
                    "heap: before; with them; resident: before; with them; threads: before; with them;"
                            + " p99 of others: before; with them");
            measure(bench, server, load, "5,000 kept alive after a request, and idle", keptAlive());
            measure(bench, server, load, "1,000 streams of `/api/events`", streams(server));
        }
    }

    /** Of two addresses, since the connections of one are limited. */
    private static List<SlowClients.Kind> keptAlive() {
        String request = "GET /api/health/live HTTP/1.1\r\n" + HOST + "\r\n";
        return List.of(
                new SlowClients.Kind("kept alive", 2_500, "127.0.0.5", request, "", true),
                new SlowClients.Kind("kept alive", 2_500, "127.0.0.6", request, "", true));
    }

    private static List<SlowClients.Kind> streams(Server server) {
        String request = "GET /api/events HTTP/1.1\r\n" + HOST + "Accept: text/event-stream\r\nAuthorization: "
                + server.operator().authorization() + "\r\n\r\n";
        return List.of(new SlowClients.Kind("streams", 1_000, "127.0.0.5", request, "", true));
    }

    private static void measure(
            Bench bench, Server server, OrdinaryLoad load, String name, List<SlowClients.Kind> clients)
            throws IOException, InterruptedException {
        Figures usual = new Figures(OrdinaryLoad.all(load.measure(bench.nanos(30))));
        Map<String, Long> before = server.operator().inside();
        double residentBefore = server.residentMebibytes();
        try (SlowClients open = new SlowClients(server.port(), clients)) {
            // until all have their answers
            load.measure(bench.nanos(10));
            Figures with = new Figures(OrdinaryLoad.all(load.measure(bench.nanos(30))));
            double resident = server.residentMebibytes();
            Map<String, Long> during = server.operator().inside();
            bench.row(
                    name + ", of " + open.count() + " closed by the server meanwhile: " + open.closedByServer(),
                    "%.0f MiB; %.0f MiB; %.0f MiB; %.0f MiB; %d; %d; %.1f ms; %.1f ms",
                    heap(before),
                    heap(during),
                    residentBefore,
                    resident,
                    before.getOrDefault("threads", 0L),
                    during.getOrDefault("threads", 0L),
                    usual.quantile(0.99),
                    with.quantile(0.99));
        }
    }

    private static double heap(Map<String, Long> inside) {
        return inside.getOrDefault("heap, bytes", 0L) / 1048576.0;
    }
}
