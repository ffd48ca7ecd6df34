package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The broker of the platform against OpenNLP called by hand: same process, models, texts, threads and layers. */
final class InProcessBenchmark implements Benchmark {
    private static final String PATH = "/benchmark-in-process";

    private static final int MOST_WARM_UP = 40;
    private static final double STABLE = 1.05;

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
                compare(bench, server, layers, "one caller; bare: one thread", "&callers=1&ahead=0&threads=1");
                compare(bench, server, layers, "two callers; bare: two threads", "&callers=2&ahead=0&threads=2");
                compare(
                        bench,
                        server,
                        layers,
                        "one caller, 4 texts ahead; bare: two threads",
                        "&callers=1&ahead=4&threads=2");
            }
        }
    }

    private static void compare(Bench bench, Server server, String layers, String sides, String parameters)
            throws IOException, InterruptedException {
        String path = PATH + "?layers=" + layers + parameters + "&nanos=" + bench.nanos(1);
        warmUp(bench, server, path);
        int rounds = bench.rounds(9);
        double[] broker = new double[rounds];
        double[] bare = new double[rounds];
        double[] ratio = new double[rounds];
        double[] work = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            double[] figures = round(bench, server, path);
            broker[i] = figures[0];
            bare[i] = figures[2];
            ratio[i] = figures[0] / figures[2];
            work[i] = figures[1] / figures[3];
        }
        bench.row(
                layers.replace(",", ", ") + "; " + sides,
                "%s; %s; **%s**; %s",
                new Figures(broker).text("%.0f"),
                new Figures(bare).text("%.0f"),
                new Figures(ratio).text("%.2f"),
                new Figures(work).text("%.2f"));
    }

    /** The JVM compiles both sides at first: rounds go by until three in a row give the same work of both. */
    private static void warmUp(Bench bench, Server server, String path) throws IOException, InterruptedException {
        double[][] last = new double[3][];
        for (int i = 0; i < MOST_WARM_UP; i++) {
            last[i % last.length] = round(bench, server, path);
            if (i >= last.length && isStable(last, 1) && isStable(last, 3)) {
                return;
            }
        }
    }

    /** @param side of which the figure is the texts for a second of processor time: other work does not change it much */
    private static boolean isStable(double[][] rounds, int side) {
        double[] figures =
                Arrays.stream(rounds).mapToDouble(round -> round[side]).sorted().toArray();
        return figures[figures.length - 1] <= STABLE * figures[0];
    }

    private static double[] round(Bench bench, Server server, String path) throws IOException, InterruptedException {
        return Arrays.stream(server.post(path, texts(bench)).strip().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** More than a round comes to. */
    private static String texts(Bench bench) {
        return String.join("\n", bench.texts().next(4_000));
    }
}
