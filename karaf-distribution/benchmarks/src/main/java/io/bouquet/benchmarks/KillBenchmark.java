package io.bouquet.benchmarks;

import io.bouquet.benchmarks.Fixtures.Poison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The platform is killed in the middle of an upgrade, again and again, and must know afterwards what serves. */
final class KillBenchmark implements Benchmark {
    private static final int MOMENTS = 10;
    /** The last moments come after the usual time of an upgrade, so that some find it done. */
    private static final double BEYOND = 1.25;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Makes the archive of a version. */
    private interface Versions {
        Path of(String version) throws IOException;
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        Fixtures fixtures = bench.fixtures("kill-plugins");
        run(
                bench,
                "a JAR, side by side",
                Swaps.MARKS,
                version -> fixtures.bundle("marks", version, Poison.NONE),
                List.of("mark-a", "mark-b"));
        run(bench, "a KAR", Swaps.KAR, fixtures::kar, List.of("mark-k"));
    }

    private static void run(Bench bench, String what, String plugin, Versions versions, List<String> taggers)
            throws IOException, InterruptedException {
        try (Server server = bench.server("kill-" + plugin)) {
            server.start();
            Operator operator = server.operator();
            operator.install(versions.of("1.0.0"));
            // as cold as it is after each kill
            server.stop();
            server.start();
            Object begun = operator.beginUpgrade(plugin, versions.of("1.0.1"));
            long begin = System.nanoTime();
            operator.end(begun);
            double millis = (System.nanoTime() - begin) / 1e6;
            bench.title(
                    String.format("`kill -9` in an upgrade of %s, which takes %.0f ms once it has begun", what, millis),
                    "outcome of the last change; the receipt names; serves");
            int moments = bench.quick() ? 3 : MOMENTS;
            for (int i = 0; i < moments; i++) {
                double delay = BEYOND * millis * (i + 0.5) / moments;
                Path next = versions.of("1.1." + i);
                operator.beginUpgrade(plugin, next);
                Thread.sleep((long) delay);
                server.kill();
                server.start();
                Object receipt = lastReceipt(operator, plugin);
                String receiptSays = Json.string(receipt, "serves");
                String serves = served(operator, taggers);
                bench.row(
                        String.format("to 1.1.%d, after %.0f ms", i, delay),
                        "%s to %s; %s; %s%s",
                        Json.string(receipt, "outcome"),
                        Json.string(receipt, "to"),
                        receiptSays,
                        serves,
                        serves.equals(receiptSays) ? "" : " — **not the same**");
            }
        }
    }

    private static Object lastReceipt(Operator operator, String plugin) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Object receipts = Json.read(
                    operator.get("/api/receipts?limit=1&plugin=" + plugin).body());
            List<?> page = Json.list(receipts, "receipts");
            Object last = page.isEmpty() ? Map.of() : page.get(0);
            if (!page.isEmpty() && !Json.string(last, "outcome").equals("running")) {
                return last;
            }
            if (System.nanoTime() > end) {
                throw new IOException("no receipt that is done: " + receipts);
            }
            Thread.sleep(100);
        }
    }

    /** The version of the plugin that an answer says; what is wrong with it where something is. */
    private static String served(Operator operator, List<String> taggers) throws IOException, InterruptedException {
        for (String tagger : taggers) {
            operator.await("/api/taggers/" + tagger, "\"serving\"");
        }
        String layers = "\"" + String.join("\",\"", taggers) + "\"";
        Object answer = operator.post(
                "/api/annotate", "{\"text\":\"Killed.\",\"language\":\"en\",\"layers\":[" + layers + "]}");
        String wrong = new Answers().annotated(answer, taggers);
        return wrong.isEmpty() ? Json.string(answer, "generation", "taggers", taggers.get(0)) : wrong;
    }
}
