package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** What everyone else notices of thousands of slow clients: latency of ordinary requests without and with them. */
final class SlowClientsBenchmark implements Benchmark {
    private static final double PER_SECOND = 40;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("slow-clients")) {
            server.start();
            server.deploy(bench.probe(), "/benchmark-large");
            List<Endpoint> endpoints = endpoints(server);
            measure(server, endpoints, bench.nanos(30));
            List<double[]> usual = measure(server, endpoints, bench.nanos(60));
            List<double[]> arriving;
            List<double[]> during;
            int count;
            long closed;
            long begin = System.nanoTime();
            try (SlowClients slow = new SlowClients(server.port(), kinds(server))) {
                double connected = (System.nanoTime() - begin) / 1e9;
                count = slow.count();
                // thousands of requests at once, among them 1,000 of large answers, are a load like any other
                arriving = measure(server, endpoints, bench.nanos(20));
                during = measure(server, endpoints, bench.nanos(120));
                closed = slow.closedByServer();
                bench.title(
                        String.format("%,d slow clients at once, all there after %.1f s", count, connected),
                        "p50: usual; with them; p99: usual; while they arrive; with them; **with them to usual**");
            }
            for (int i = 0; i < endpoints.size(); i++) {
                row(bench, endpoints.get(i).name(), usual.get(i), arriving.get(i), during.get(i));
            }
            row(bench, "**all**", all(usual), all(arriving), all(during));
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

    private static List<Endpoint> endpoints(Server server) {
        return List.of(
                endpoint(server, "`GET /api/health/live`", "GET", "/api/health/live", ""),
                endpoint(server, "`GET /api/taggers`", "GET", "/api/taggers", ""),
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
        List<double[]> all = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            all.add(ledger.millis(endpoint, Long.MIN_VALUE, Long.MAX_VALUE));
        }
        if (ledger.failed() > 0) {
            throw new IOException(ledger.failed() + " of " + ledger.requests() + " ordinary requests failed");
        }
        return all;
    }

    private static double[] all(List<double[]> each) {
        return each.stream().flatMapToDouble(DoubleStream::of).toArray();
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
