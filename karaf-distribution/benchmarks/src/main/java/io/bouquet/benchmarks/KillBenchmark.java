package io.bouquet.benchmarks;

import io.bouquet.benchmarks.Fixtures.Poison;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The platform is killed in the middle of an upgrade, again and again, and must know afterwards what serves. */
final class KillBenchmark implements Benchmark {
    private static final String PLUGIN = Swaps.NAME + "marks";
    private static final int MOMENTS = 10;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("kill")) {
            server.start();
            Operator operator = server.operator();
            Fixtures fixtures = bench.fixtures("kill-plugins");
            operator.install(fixtures.bundle("marks", "1.0.0", Poison.NONE));
            double millis = 0;
            for (int i = 1; i <= 3; i++) {
                long begin = System.nanoTime();
                operator.upgrade(PLUGIN, fixtures.bundle("marks", "1.0." + i, Poison.NONE));
                millis = (System.nanoTime() - begin) / 1e6;
            }
            bench.title(
                    String.format("`kill -9` in an upgrade of %.0f ms", millis), "outcome; the receipt names; serves");
            int moments = bench.quick() ? 3 : MOMENTS;
            for (int i = 0; i < moments; i++) {
                double delay = millis * (i + 0.5) / moments;
                operator.beginUpgrade(PLUGIN, fixtures.bundle("marks", "1.1." + i, Poison.NONE));
                Thread.sleep((long) delay);
                server.kill();
                server.start();
                Object receipt = lastReceipt(operator);
                String receiptSays = Json.string(receipt, "serves");
                String serves = served(operator);
                bench.row(
                        String.format("after %.0f ms", delay),
                        "%s; %s; %s%s",
                        Json.string(receipt, "outcome"),
                        receiptSays,
                        serves,
                        serves.equals(receiptSays) ? "" : " — **not the same**");
            }
        }
    }

    private static Object lastReceipt(Operator operator) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Object receipts = Json.read(
                    operator.get("/api/receipts?limit=1&plugin=" + PLUGIN).body());
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

    /** The versions of the plugin that serve, and what an answer says; one word where all is well. */
    private static String served(Operator operator) throws IOException, InterruptedException {
        operator.await("/api/taggers/mark-b", "\"serving\"");
        Object answer = operator.post(
                "/api/annotate", "{\"text\":\"Killed.\",\"language\":\"en\",\"layers\":[\"mark-a\",\"mark-b\"]}");
        String wrong = new Answers().annotated(answer, List.of("mark-a", "mark-b"));
        return wrong.isEmpty() ? Json.string(answer, "generation", "taggers", "mark-a") : wrong;
    }
}
