package io.bouquet.benchmarks;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * From saving a source file to the first answer of the new version, for a single file in the deploy folder and for a project
 * with {@code bouquet dev}; and what many edits leave behind. Requests run meanwhile, and none may fail.
 */
final class DevBenchmark implements Benchmark {
    private static final int WARM_UP = 30;
    private static final int EDITS = 200;
    private static final double PER_SECOND = 40;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_MILLIS = 400;
    private static final String SOURCE = """
            package com.example.edited;

            import javax.ws.rs.*;
            import org.osgi.service.component.annotations.Component;
            import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

            @Component(service = %1$s.class) @JaxrsResource @Path("/%2$s")
            public class %1$s {
                @GET
                public String text() { return "edit %3$d"; }
            }
            """;

    /** A source file that is edited. */
    private record Edited(Path file, String type, String path) {
        void save(int number) throws IOException {
            Path part = Files.writeString(
                    file.resolveSibling("." + type + ".part"), String.format(SOURCE, type, path, number));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        List<String> kinds = List.of(bench.option("kinds", "file,project").split(","));
        for (String kind : kinds) {
            try (Server server = bench.server("dev-" + kind)) {
                server.start();
                server.deploy(bench.probe(), "/benchmark-inside");
                if (kind.equals("file")) {
                    measure(
                            bench,
                            server,
                            "a source file in `deploy/`",
                            new Edited(server.data().resolve("deploy/Edited.java"), "Edited", "edited"));
                } else {
                    project(bench, server);
                }
            }
        }
    }

    private static void project(Bench bench, Server server) throws IOException, InterruptedException {
        Path projects = Files.createDirectories(bench.work().resolve("dev-projects"));
        finish(server.command("new", "service", "edited", "--into", projects.toString())
                .start());
        Path sources = projects.resolve("edited/src/main/java/com/example/edited");
        Edited edited = new Edited(sources.resolve("EditedService.java"), "EditedService", "edited");
        edited.save(0);
        Process dev = server.command(
                        "dev", "--no-tests", projects.resolve("edited").toString())
                .start();
        try {
            measure(bench, server, "a project with `bouquet dev`", edited);
        } finally {
            dev.destroy();
            dev.waitFor();
        }
    }

    private static void finish(Process process) throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            throw new IOException("the project could not be made; see the log folder of the platform");
        }
    }

    private static void measure(Bench bench, Server server, String what, Edited edited)
            throws IOException, InterruptedException {
        Operator operator = server.operator();
        int warmUp = bench.quick() ? 5 : WARM_UP;
        int edits = Integer.parseInt(bench.option("swaps", bench.quick() ? "10" : String.valueOf(EDITS)));
        edited.save(0);
        operator.await("/" + edited.path(), "edit 0");
        edits(operator, edited, 1, warmUp);
        Map<String, Long> before = settled(server, Map.of());
        Ledger ledger = new Ledger();
        OpenLoad load = new OpenLoad(server.port(), endpoints(server, edited), ledger);
        load.start();
        double[] millis = edits(operator, edited, warmUp + 1, edits);
        load.stop();
        Map<String, Long> after = settled(server, before);

        Figures figures = new Figures(millis);
        bench.title(what + ", " + edits + " edits", "");
        bench.row(
                "save to live, median; 95th percentile; most",
                "%.0f ms; %.0f ms; %.0f ms",
                figures.median(),
                figures.quantile(0.95),
                figures.quantile(1));
        bench.row("requests meanwhile; failed", "%,d; %,d", ledger.requests(), ledger.failed());
        ledger.failures().forEach((kind, failure) -> bench.row(kind, "%s", failure));
        before.forEach((figure, value) -> {
            long now = after.getOrDefault(figure, 0L);
            bench.row(figure + ", before; after", "%,d; %,d", value, now);
        });
        bench.row("`plugin:leaks`", "%s", operator.shell("plugin:leaks").strip().replace("\n", "<br>"));
    }

    private static List<Endpoint> endpoints(Server server, Edited edited) {
        byte[] own = server.bytes("GET", "/" + edited.path(), "");
        byte[] other = server.bytes("GET", "/api/health/live", "");
        return List.of(
                new Endpoint(
                        "the edited service",
                        PER_SECOND,
                        "",
                        true,
                        number -> own,
                        body -> body.contains("edit ") ? "" : body),
                new Endpoint("health", PER_SECOND, "", true, number -> other, body -> body.isEmpty() ? "empty" : ""));
    }

    /** Edits the file, and returns the milliseconds from each save to the first answer with it. */
    private static double[] edits(Operator operator, Edited edited, int first, int count)
            throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int number = first; number < first + count; number++) {
            long begin = System.nanoTime();
            edited.save(number);
            awaitEdit(operator, edited, number, begin);
            millis.add((System.nanoTime() - begin) / 1e6);
            // not in step with what polls
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS + number * 37L % 100);
        }
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void awaitEdit(Operator operator, Edited edited, int number, long begin)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = operator.get("/" + edited.path());
        while (answer.statusCode() != 200 || !answer.body().contains("edit " + number)) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new IOException("edit " + number + " is not live: " + answer.statusCode() + " " + answer.body());
            }
            TimeUnit.MILLISECONDS.sleep(5);
            answer = operator.get("/" + edited.path());
        }
    }

    /** As soon as there is not more than before; at the latest after a while. */
    private static Map<String, Long> settled(Server server, Map<String, Long> before)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        Map<String, Long> now = inside(server);
        int looks = 0;
        while (looks++ < 3 || (isMore(now, before) && System.nanoTime() < end)) {
            TimeUnit.SECONDS.sleep(2);
            now = inside(server);
        }
        return now;
    }

    private static Map<String, Long> inside(Server server) throws IOException, InterruptedException {
        Map<String, Long> figures = new TreeMap<>(server.operator().inside());
        Path log = server.data().resolve("log");
        try (Stream<Path> files = Files.walk(server.data())) {
            figures.put(
                    "files in the data folder, without logs",
                    files.filter(file -> !file.startsWith(log)).count());
        }
        return figures;
    }

    private static boolean isMore(Map<String, Long> now, Map<String, Long> before) {
        return before.entrySet().stream()
                .anyMatch(figure -> now.getOrDefault(figure.getKey(), 0L) > 1.02 * figure.getValue());
    }
}
