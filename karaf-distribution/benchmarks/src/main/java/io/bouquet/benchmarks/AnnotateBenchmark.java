package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** {@code POST /api/annotate} as a client calls it that gives nothing but a text, and many texts in one request. */
final class AnnotateBenchmark implements Benchmark {
    private static final int BATCH = 50;

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
            bench.title(
                    "texts alone, one in a `POST /api/annotate`, and " + BATCH + " in a `POST /api/annotate/batch`",
                    "texts/s: alone; in batches; **ratio**, pair by pair; ratio of texts per processor-second");
            for (int connections : List.of(1, 4)) {
                compare(bench, server, connections);
            }
        }
    }

    /** The same texts in both, in turn. */
    private static void compare(Bench bench, Server server, int connections) throws IOException, InterruptedException {
        List<String> texts = bench.texts().next(4_000);
        List<byte[]> alone = texts.stream()
                .map(text -> server.bytes("POST", "/api/annotate", json(text)))
                .toList();
        List<byte[]> batches = new ArrayList<>();
        for (int i = 0; i < texts.size(); i += BATCH) {
            batches.add(server.bytes("POST", "/api/annotate/batch", batch(texts.subList(i, i + BATCH))));
        }
        Load.run(server.port(), connections, bench.nanos(20), alone);
        Load.run(server.port(), connections, bench.nanos(20), batches);
        int rounds = bench.rounds(9);
        double[] perSecond = new double[rounds];
        double[] inBatches = new double[rounds];
        double[] ratio = new double[rounds];
        double[] work = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            double[] one = textsPerSecond(bench, server, connections, alone, 1);
            double[] many = textsPerSecond(bench, server, connections, batches, BATCH);
            perSecond[i] = one[0];
            inBatches[i] = many[0];
            ratio[i] = one[0] / many[0];
            work[i] = one[1] / many[1];
        }
        bench.row(
                "connections: " + connections,
                "%s; %s; **%s**; %s",
                new Figures(perSecond).text("%.0f"),
                new Figures(inBatches).text("%.0f"),
                new Figures(ratio).text("%.2f"),
                new Figures(work).text("%.2f"));
    }

    /** Texts a second, and texts a second of processor time of the platform. */
    private static double[] textsPerSecond(
            Bench bench, Server server, int connections, List<byte[]> requests, int texts)
            throws IOException, InterruptedException {
        double begin = server.processorSeconds();
        Load.Run run = Load.run(server.port(), connections, bench.nanos(4), requests);
        if (run.failed() > 0) {
            throw new IOException(run.failed() + " requests were not answered with 200");
        }
        double work = server.processorSeconds() - begin;
        return new double[] {run.perSecond() * texts, run.millis().count() * texts / work};
    }

    private static String batch(List<String> texts) {
        StringJoiner documents = new StringJoiner(",", "{\"documents\":[", "]}");
        for (int i = 0; i < texts.size(); i++) {
            documents.add("{\"id\":\"" + i + "\"," + json(texts.get(i)).substring(1));
        }
        return documents.toString();
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
