package io.bouquet.benchmarks;

import io.bouquet.benchmarks.probe.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the benchmarks that are named, or all, and prints what a page of docs can take. */
public final class Benchmarks {
    private static final long SECOND = 1_000_000_000L;

    private final Path archive;
    private final Path distribution;
    private final Path probe;
    private final Path work;

    /** One benchmark; it prints its own rows. */
    private interface Benchmark {
        void run() throws IOException, InterruptedException;
    }

    private Benchmarks(Path assembly, Path target) throws IOException {
        try (Stream<Path> files = Files.list(assembly)) {
            archive = files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no distribution in " + assembly));
        }
        distribution = assembly.resolve("assembly");
        probe = target.resolve("benchmarks-0.1.0.jar");
        work = Files.createTempDirectory(target, "run");
    }

    /** Takes the folder of the assembly, a folder to work in, and names of benchmarks. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Benchmarks benchmarks = new Benchmarks(Path.of(args[0]), Path.of(args[1]));
        Map<String, Benchmark> all = new LinkedHashMap<>();
        all.put("boot", benchmarks::boot);
        all.put("in-process", benchmarks::inProcess);
        all.put("annotate", benchmarks::annotate);
        all.put("get", benchmarks::get);
        all.put("memory", benchmarks::memory);
        all.put("size", benchmarks::size);
        List<String> chosen = args.length > 2 ? List.of(args).subList(2, args.length) : List.copyOf(all.keySet());
        System.out.printf(
                "%s, JDK %s, %d processors, %s%n%n| what | figure |%n|---|---|%n",
                LocalDate.now(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"));
        for (String name : chosen) {
            Benchmark benchmark = all.get(name);
            if (benchmark == null) {
                System.err.println("no benchmark '" + name + "'; there are " + all.keySet());
                System.exit(2);
                return;
            }
            benchmark.run();
        }
    }

    private Server server(String name) throws IOException {
        return new Server(distribution, work.resolve(name));
    }

    private static void row(String what, String figure) {
        System.out.printf("| %s | %s |%n", what, figure);
    }

    private void boot() throws IOException, InterruptedException {
        double[] first = new double[5];
        double[] second = new double[5];
        for (int i = 0; i < first.length; i++) {
            Server server = server("boot" + i);
            first[i] = server.start();
            server.stop();
            second[i] = server.start();
            server.stop();
        }
        row(
                "first start of an empty data folder, to the first 200 of readiness",
                new Figures(first).text("%.1f") + " s");
        row("second start, to the first 200 of readiness", new Figures(second).text("%.1f") + " s");
    }

    private void inProcess() throws IOException, InterruptedException {
        try (Server server = server("in-process")) {
            server.start();
            server.deploy(probe, "/benchmark-servlet");
            for (String layers : List.of(
                    "sentences,tokens",
                    "sentences,tokens,pos",
                    "sentences,tokens,pos,lemmas",
                    "sentences,tokens,pos,lemmas,entities")) {
                compare(server, layers);
            }
        }
    }

    private static void compare(Server server, String layers) throws IOException, InterruptedException {
        String answer = server.get("/benchmark-in-process?rounds=9&millis=1000&layers=" + layers)
                .body();
        List<double[]> rounds = new ArrayList<>();
        for (String line : answer.strip().split("\n")) {
            String[] pair = line.strip().split(" ");
            rounds.add(new double[] {Double.parseDouble(pair[0]), Double.parseDouble(pair[1])});
        }
        Figures broker =
                new Figures(rounds.stream().mapToDouble(round -> round[0]).toArray());
        Figures bare =
                new Figures(rounds.stream().mapToDouble(round -> round[1]).toArray());
        Figures ratio = new Figures(
                rounds.stream().mapToDouble(round -> round[0] / round[1]).toArray());
        row(layers + ": by the broker", broker.text("%.0f") + " texts/s");
        row(layers + ": by the bare OpenNLP loop", bare.text("%.0f") + " texts/s");
        row(layers + ": ratio, pair by pair", ratio.text("%.2f"));
    }

    private void annotate() throws IOException, InterruptedException {
        try (Server server = server("annotate")) {
            server.start();
            List<byte[]> requests = annotateRequests(server);
            Load.run(server.port(), 16, 20 * SECOND, requests);
            for (int connections : List.of(1, 16, 64)) {
                measure(server, "POST /api/annotate", connections, requests);
            }
        }
    }

    private static void measure(Server server, String what, int connections, List<byte[]> requests)
            throws IOException, InterruptedException {
        double[] perSecond = new double[5];
        double[] median = new double[5];
        double[] p99 = new double[5];
        long failed = 0;
        for (int i = 0; i < perSecond.length; i++) {
            Load.Run run = Load.run(server.port(), connections, 4 * SECOND, requests);
            perSecond[i] = run.perSecond();
            median[i] = run.millis().median();
            p99[i] = run.millis().quantile(0.99);
            failed += run.failed();
        }
        row(
                what + ", connections: " + connections,
                new Figures(perSecond).text("%.0f")
                        + String.format(
                                Locale.ROOT,
                                " requests/s, p50 %.2f ms, p99 %.2f ms, failed %d",
                                new Figures(median).median(),
                                new Figures(p99).median(),
                                failed));
    }

    private static List<byte[]> annotateRequests(Server server) {
        return Texts.NEWS.stream()
                .map(text -> server.bytes("POST", "/api/annotate", "{\"text\":\"" + text + "\"}"))
                .toList();
    }

    private void get() throws IOException, InterruptedException {
        try (Server server = server("get")) {
            server.start();
            server.deploy(probe, "/benchmark-servlet");
            server.await("/benchmark-resource");
            List<byte[]> servlet = List.of(server.bytes("GET", "/benchmark-servlet", ""));
            List<byte[]> resource = List.of(server.bytes("GET", "/benchmark-resource", ""));
            Load.run(server.port(), 16, 15 * SECOND, resource);
            Load.run(server.port(), 16, 5 * SECOND, servlet);
            double[] ratio = new double[7];
            double[] resources = new double[7];
            double[] servlets = new double[7];
            for (int i = 0; i < ratio.length; i++) {
                resources[i] = Load.run(server.port(), 16, 3 * SECOND, resource).perSecond();
                servlets[i] = Load.run(server.port(), 16, 3 * SECOND, servlet).perSecond();
                ratio[i] = resources[i] / servlets[i];
            }
            row(
                    "GET of a small JSON from a JAX-RS resource, 16 connections",
                    new Figures(resources).text("%.0f") + " requests/s");
            row("the same from a bare servlet, 16 connections", new Figures(servlets).text("%.0f") + " requests/s");
            row("ratio, pair by pair", new Figures(ratio).text("%.2f"));
        }
    }

    private void memory() throws IOException, InterruptedException {
        try (Server server = server("memory")) {
            server.start();
            row("resident memory after the start", String.format(Locale.ROOT, "%.0f MiB", server.residentMebibytes()));
            List<byte[]> requests = annotateRequests(server);
            long answered = 0;
            while (answered < 10_000) {
                answered +=
                        Load.run(server.port(), 16, SECOND, requests).millis().values().length;
            }
            row(
                    String.format(Locale.ROOT, "resident memory after %,d annotate requests", answered),
                    String.format(Locale.ROOT, "%.0f MiB", server.residentMebibytes()));
        }
    }

    private void size() throws IOException {
        row("distribution, packed", String.format(Locale.ROOT, "%.1f MB", Files.size(archive) / 1e6));
        try (Stream<Path> files = Files.walk(distribution)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            row("distribution, unpacked", String.format(Locale.ROOT, "%.1f MB", bytes / 1e6));
        }
    }
}
