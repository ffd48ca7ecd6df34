package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What many swaps of one plugin leave behind: nothing, it is hoped. */
final class SamePluginBenchmark implements Benchmark {
    /** Until the platform has loaded and compiled what swaps need, which stays. */
    private static final int BEFORE = 200;

    private static final int SWAPS = 300;
    /** Threads of pools and the watch over class loaders take their time. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(100);

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        List<String> kinds =
                List.of(bench.option("kinds", "code-upgrade,service-update").split(","));
        for (String kind : kinds) {
            try (Server server = bench.server("same-plugin-" + kind)) {
                server.start();
                Swaps swaps = Swaps.prepare(server.operator(), bench.fixtures("same-plugin-" + kind + "-plugins"));
                measure(bench, server.operator(), swaps, kind);
            }
        }
    }

    private static void measure(Bench bench, Operator operator, Swaps swaps, String kind)
            throws IOException, InterruptedException {
        Swaps.Kind swap = swaps.kinds().get(kind);
        if (swap == null) {
            throw new IOException("no swaps of kind '" + kind + "' here; there are "
                    + swaps.kinds().keySet());
        }
        int times = Integer.parseInt(bench.option("swaps", bench.quick() ? "30" : String.valueOf(SWAPS)));
        swap(operator, swap, bench.quick() ? BEFORE / 5 : BEFORE);
        Map<String, Long> before = settled(operator, Map.of());
        long begin = System.nanoTime();
        swap(operator, swap, times);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Long> after = settled(operator, before);
        bench.title(
                String.format("%d times %s, %.0f ms each", times, kind, 1e3 * seconds / times), "before; after; more");
        before.forEach((figure, value) -> {
            long now = after.getOrDefault(figure, 0L);
            bench.row(figure, "%,d; %,d; %+.1f %%", value, now, 100.0 * (now - value) / value);
        });
    }

    private static void swap(Operator operator, Swaps.Kind kind, int times) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            String trouble = kind.action().next().run();
            if (!trouble.isEmpty()) {
                throw new IOException(kind.name() + ": " + trouble);
            }
            operator.await("/benchmark-echo/quick/7", "version");
            operator.post(
                    "/api/annotate", "{\"text\":\"Swapped.\",\"language\":\"en\",\"layers\":[\"mark-b\",\"stamp-b\"]}");
        }
    }

    /** As soon as there are not more threads, classes and services than before; at the latest after a while. */
    private static Map<String, Long> settled(Operator operator, Map<String, Long> before)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        Map<String, Long> now = operator.inside();
        int looks = 0;
        while (looks++ < 3 || (isMore(now, before) && System.nanoTime() < end)) {
            Thread.sleep(2_000);
            now = operator.inside();
        }
        return now;
    }

    private static boolean isMore(Map<String, Long> now, Map<String, Long> before) {
        return before.entrySet().stream()
                .anyMatch(figure -> now.getOrDefault(figure.getKey(), 0L) > 1.02 * figure.getValue());
    }
}
