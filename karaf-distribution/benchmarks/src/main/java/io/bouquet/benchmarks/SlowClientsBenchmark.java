package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.List;

/** What everyone else notices of thousands of slow clients: latency of ordinary requests without and with them. */
final class SlowClientsBenchmark implements Benchmark {

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("slow-clients")) {
            server.start();
            server.deploy(bench.probe(), "/benchmark-large");
            OrdinaryLoad load = OrdinaryLoad.with(server, "`GET /api/taggers`", "/api/taggers");
            load.measure(bench.nanos(30));
            List<double[]> usual = load.measure(bench.nanos(60));
            List<double[]> arriving;
            List<double[]> during;
            int count;
            long closed;
            long begin = System.nanoTime();
            try (SlowClients slow = new SlowClients(server.port(), kinds(server))) {
                double connected = (System.nanoTime() - begin) / 1e9;
                count = slow.count();
                // thousands of requests at once, among them 1,000 of large answers, are a load like any other
                arriving = load.measure(bench.nanos(20));
                during = load.measure(bench.nanos(120));
                closed = slow.closedByServer();
                bench.title(
                        String.format("%,d slow clients at once, all there after %.1f s", count, connected),
                        "p50: usual; with them; p99: usual; while they arrive; with them; **with them to usual**");
            }
            for (int i = 0; i < load.names().size(); i++) {
                row(bench, load.names().get(i), usual.get(i), arriving.get(i), during.get(i));
            }
            row(bench, "**all**", OrdinaryLoad.all(usual), OrdinaryLoad.all(arriving), OrdinaryLoad.all(during));
            bench.row("connections that the server closed for being slow", "%,d", closed);
            bench.row("memory", "%.0f MiB", server.residentMebibytes());
        }
    }

    private static List<SlowClients.Kind> kinds(Server server) {
        String host = "Host: 127.0.0.1\r\n";
        String authorization = "Authorization: " + server.operator().authorization() + "\r\n";
        return List.of(
                new SlowClients.Kind(
                        "bodies, without an account",
                        500,
                        "127.0.0.2",
                        "POST /console/login HTTP/1.1\r\n" + host
                                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8000\r\n\r\nx",
                        "x",
                        false),
                new SlowClients.Kind(
                        "bodies, with an account",
                        500,
                        "127.0.0.2",
                        "POST /api/annotate HTTP/1.1\r\n" + host + authorization
                                + "Content-Type: text/plain\r\nContent-Length: 100000\r\n\r\nx",
                        "x",
                        false),
                new SlowClients.Kind(
                        "heads", 1_000, "127.0.0.3", "GET /api/health/live HTTP/1.1\r\n" + host, "X: 1\r\n", false),
                new SlowClients.Kind(
                        "readers, of 3 MB each",
                        1_000,
                        "127.0.0.4",
                        "GET /benchmark-large HTTP/1.1\r\n" + host + authorization + "\r\n",
                        "",
                        true),
                new SlowClients.Kind("idle", 2_500, "127.0.0.5", "", "", false),
                new SlowClients.Kind("idle", 2_500, "127.0.0.6", "", "", false));
    }

    private static void row(Bench bench, String name, double[] usual, double[] arriving, double[] during) {
        Figures before = new Figures(usual);
        Figures with = new Figures(during);
        bench.row(
                name,
                "%.1f ms; %.1f ms; %.1f ms; %.0f ms; %.1f ms; **%.2f**",
                before.median(),
                with.median(),
                before.quantile(0.99),
                new Figures(arriving).quantile(0.99),
                with.quantile(0.99),
                with.quantile(0.99) / before.quantile(0.99));
    }
}
