package io.bouquet.benchmarks;

import io.bouquet.benchmarks.Fixtures.Poison;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What everyone else notices of a plugin that hangs with 500 clients, and whether it can be upgraded then. */
final class HangingPluginBenchmark implements Benchmark {
    private static final int CLIENTS = 500;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        Fixtures fixtures = bench.fixtures("hanging-plugins");
        try (Server server = bench.server("hanging-plugin")) {
            server.start();
            Operator operator = server.operator();
            operator.install(fixtures.bundle("visitor", "1.0.0", Poison.NONE));
            operator.install(fixtures.bundle("hanger", "1.0.0", Poison.NONE));
            server.await("/benchmark-visitor");
            OrdinaryLoad load = OrdinaryLoad.with(server, "another plugin", "/benchmark-visitor");
            load.measure(bench.nanos(30));
            List<double[]> usual = load.measure(bench.nanos(60));
            try (HangingClients clients =
                    new HangingClients(server.port(), "/benchmark-hanger", operator.authorization(), CLIENTS)) {
                load.measure(bench.nanos(10));
                List<double[]> during = load.measure(bench.nanos(60));
                bench.title(
                        CLIENTS + " clients of a plugin that hangs",
                        "p50: usual; meanwhile; p99: usual; meanwhile; **meanwhile to usual**");
                for (int i = 0; i < load.names().size(); i++) {
                    row(bench, load.names().get(i), usual.get(i), during.get(i));
                }
                row(bench, "**all**", OrdinaryLoad.all(usual), OrdinaryLoad.all(during));
                bench.row("answers of the plugin that hangs, by status", "%s", clients.statuses());
                long begin = System.nanoTime();
                operator.upgrade("io.bouquet.benchmarks.hanger", fixtures.bundle("hanger", "2.0.0", Poison.NONE));
                bench.row(
                        "upgrade of it to a version that works, meanwhile",
                        "%.1f s",
                        (System.nanoTime() - begin) / 1e9);
                int before = clients.answered(200);
                TimeUnit.SECONDS.sleep(3);
                bench.row("its good answers in the 3 s after that", "%,d", clients.answered(200) - before);
            }
        }
    }

    private static void row(Bench bench, String name, double[] usual, double[] during) {
        Figures before = new Figures(usual);
        Figures with = new Figures(during);
        bench.row(
                name,
                "%.1f ms; %.1f ms; %.1f ms; %.1f ms; **%.2f**",
                before.median(),
                with.median(),
                before.quantile(0.99),
                with.quantile(0.99),
                with.quantile(0.99) / before.quantile(0.99));
    }
}
