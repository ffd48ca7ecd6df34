package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The broker of the platform against OpenNLP called by hand: same process, models, texts, threads and layers. */
final class InProcessBenchmark implements Benchmark {
    private static final String PATH = "/benchmark-in-process";

    private static final List<String> PIPELINES = List.of(
            "sentences,tokens,pos",
            "sentences,tokens,entities,sentiment",
            "sentences,tokens,pos,lemmas",
            "sentences,tokens,pos,lemmas,entities,sentiment");

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("in-process")) {
            server.start();
            server.deploy(bench.probe(), PATH);
            bench.title(
                    "annotate in process",
                    "texts/s: broker; bare OpenNLP; **ratio**, pair by pair; ratio of texts per processor-second");
            for (String layers : PIPELINES) {
                for (int threads : List.of(1, 2)) {
                    compare(bench, server, layers, threads);
                }
            }
        }
    }

    private static void compare(Bench bench, Server server, String layers, int threads)
            throws IOException, InterruptedException {
        String path = PATH + "?layers=" + layers + "&threads=" + threads + "&nanos=" + bench.nanos(1);
        // the first rounds compile both; seen to take eight or nine of them
        for (int i = 0; i < bench.rounds(10); i++) {
            server.post(path, texts(bench));
        }
        int rounds = bench.rounds(9);
        double[] broker = new double[rounds];
        double[] bare = new double[rounds];
        double[] ratio = new double[rounds];
        double[] work = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            double[] figures = Arrays.stream(
                            server.post(path, texts(bench)).strip().split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            broker[i] = figures[0];
            bare[i] = figures[2];
            ratio[i] = figures[0] / figures[2];
            work[i] = figures[1] / figures[3];
        }
        bench.row(
                layers.replace(",", ", ") + "; threads: " + threads,
                "%s; %s; **%s**; %s",
                new Figures(broker).text("%.0f"),
                new Figures(bare).text("%.0f"),
                new Figures(ratio).text("%.2f"),
                new Figures(work).text("%.2f"));
    }

    /** More than a round comes to. */
    private static String texts(Bench bench) {
        return String.join("\n", bench.texts().next(4_000));
    }
}
