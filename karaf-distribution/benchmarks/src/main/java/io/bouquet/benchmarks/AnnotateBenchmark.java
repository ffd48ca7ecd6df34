package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.List;

/** {@code POST /api/annotate} as a client calls it that gives nothing but a text. */
final class AnnotateBenchmark implements Benchmark {
    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("annotate")) {
            server.start();
            List<byte[]> requests = requests(bench, server);
            Load.run(server.port(), 16, bench.nanos(30), requests);
            bench.title("`POST /api/annotate`, all layers, language detected", "requests/s; p50; p99; not 200");
            for (int connections : List.of(1, 16, 64)) {
                measure(bench, server, connections, requests);
            }
        }
    }

    /** One request for each text, after a look at whether the first is answered in full. */
    static List<byte[]> requests(Bench bench, Server server) throws IOException, InterruptedException {
        List<String> texts = bench.texts().next(4_000);
        String answer = server.post("/api/annotate", texts.get(0));
        if (!answer.contains("\"errors\":[]") || !answer.contains("\"sentiment\":[{")) {
            throw new IOException("not annotated in full: " + answer);
        }
        return texts.stream()
                .map(text -> server.bytes("POST", "/api/annotate", json(text)))
                .toList();
    }

    private static String json(String text) {
        return "{\"text\":\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }

    private static void measure(Bench bench, Server server, int connections, List<byte[]> requests)
            throws IOException, InterruptedException {
        double[] perSecond = new double[bench.rounds(5)];
        double[] p50 = new double[perSecond.length];
        double[] p99 = new double[perSecond.length];
        long failed = 0;
        for (int i = 0; i < perSecond.length; i++) {
            Load.Run run = Load.run(server.port(), connections, bench.nanos(8), requests);
            perSecond[i] = run.perSecond();
            p50[i] = run.millis().median();
            p99[i] = run.millis().quantile(0.99);
            failed += run.failed();
        }
        bench.row(
                "connections: " + connections,
                "%s; %s ms; %s ms; %d",
                new Figures(perSecond).text("%.0f"),
                new Figures(p50).text("%.2f"),
                new Figures(p99).text("%.2f"),
                failed);
    }
}
