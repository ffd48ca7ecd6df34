package io.bouquet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the benchmarks that are named, or all, and prints what a page of docs can take. */
public final class Benchmarks {
    private static final String QUICK = "--quick";
    /** Of single benchmarks; each has a value. */
    private static final List<String> OPTIONS = List.of(
            "--rate",
            "--swaps",
            "--warm-up-swaps",
            "--pause",
            "--kinds",
            "--baseline",
            "--requests",
            "--seed",
            "--only",
            "--megabytes",
            "--peer");

    private static final String TEXTS = "--texts";

    private Benchmarks() {}

    private static Map<String, Benchmark> all() {
        Map<String, Benchmark> all = new LinkedHashMap<>();
        all.put("in-process", new InProcessBenchmark());
        all.put("annotate", new AnnotateBenchmark());
        all.put("resource", new ResourceBenchmark());
        all.put("boot", new BootBenchmark());
        all.put("memory", new MemoryBenchmark());
        all.put("size", new SizeBenchmark());
        all.put("soak", new SoakBenchmark());
        all.put("same-plugin", new SamePluginBenchmark());
        all.put("kill", new KillBenchmark());
        all.put("hot-path", new HotPathBenchmark());
        all.put("fuzz", new FuzzBenchmark());
        all.put("connections", new ConnectionsBenchmark());
        all.put("upload", new UploadBenchmark());
        all.put("slow-clients", new SlowClientsBenchmark());
        all.put("hanging-plugin", new HangingPluginBenchmark());
        all.put("dev", new DevBenchmark());
        all.put("embeddings", new EmbeddingsBenchmark());
        return all;
    }

    /** Takes the folders of the assembly and of this module, options, and names of benchmarks. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path assembly = Path.of(args[0]);
        Path target = Path.of(args[1]);
        Map<String, Benchmark> all = all();
        List<String> chosen = new ArrayList<>();
        boolean quick = false;
        Texts texts = Texts.made();
        Map<String, String> options = new HashMap<>();
        for (int i = 2; i < args.length; i++) {
            if (args[i].equals(QUICK)) {
                quick = true;
            } else if (args[i].equals(TEXTS) && i + 1 < args.length) {
                texts = Texts.of(Path.of(args[++i]));
            } else if (OPTIONS.contains(args[i]) && i + 1 < args.length) {
                options.put(args[i].substring(2), args[++i]);
            } else if (all.containsKey(args[i])) {
                chosen.add(args[i]);
            } else {
                System.err.printf(
                        "no benchmark or option '%s'; there are %s, %s, %s FILE, and with a value %s%n",
                        args[i], String.join(", ", all.keySet()), QUICK, TEXTS, String.join(", ", OPTIONS));
                System.exit(2);
            }
        }
        Path archive = only(assembly, ".tar.gz");
        Path work = Files.createTempDirectory(target, "run");
        boolean done = false;
        try {
            unpack(archive, work);
            Bench bench = new Bench(
                    archive,
                    only(work, ""),
                    target,
                    Files.createDirectory(work.resolve("data")),
                    texts,
                    quick,
                    options);
            System.out.println(machine());
            for (String name : chosen.isEmpty() ? all.keySet() : chosen) {
                Benchmark benchmark = all.get(name);
                if (benchmark != null) {
                    benchmark.run(bench);
                }
            }
            done = true;
        } finally {
            if (done) {
                delete(work);
            } else {
                System.err.println("The data folders, with the logs, are left in " + work.resolve("data"));
            }
        }
    }

    private static Path only(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow(() -> new IOException("nothing that ends with '" + suffix + "' in " + folder));
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException, InterruptedException {
        int code = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("could not unpack " + archive);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    private static String machine() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %s, %d processors%s%s, %s %s, JDK %s",
                LocalDate.now(),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                told("/proc/cpuinfo", "model name", " (", ")"),
                told("/proc/meminfo", "MemTotal", ", memory ", ""),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version());
    }

    /** What a file of the system says of something, or nothing where there is no such file. */
    private static String told(String file, String what, String before, String after) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return "";
        }
        for (String line : Files.readAllLines(path)) {
            if (line.startsWith(what)) {
                return before + line.substring(line.indexOf(':') + 1).strip() + after;
            }
        }
        return "";
    }
}
