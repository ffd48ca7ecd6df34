package io.bouquet.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** What others ask of a platform while something goes wrong in it: requests to a few endpoints, none of which may fail. */
final class OrdinaryLoad {
    private static final double PER_SECOND = 40;

    private final Server server;
    private final List<Endpoint> endpoints;

    private OrdinaryLoad(Server server, List<Endpoint> endpoints) {
        this.server = server;
        this.endpoints = endpoints;
    }

    /**
     * Health, annotate, the console, and one more.
     *
     * @param path of the one more, which is a GET
     */
    static OrdinaryLoad with(Server server, String name, String path) {
        return new OrdinaryLoad(
                server,
                List.of(
                        endpoint(server, name, "GET", path, ""),
                        endpoint(server, "`GET /api/health/live`", "GET", "/api/health/live", ""),
                        endpoint(
                                server,
                                "`POST /api/annotate`, one sentence",
                                "POST",
                                "/api/annotate",
                                "{\"text\":\"Tim Cook was in Berlin on Monday.\",\"language\":\"en\"}"),
                        endpoint(
                                server,
                                "`GET /console/assets/console.css`",
                                "GET",
                                "/console/assets/console.css",
                                "")));
    }

    private static Endpoint endpoint(Server server, String name, String method, String path, String json) {
        byte[] request = server.bytes(method, path, json);
        return new Endpoint(name, PER_SECOND, "", true, number -> request, body -> body.isEmpty() ? "empty" : "");
    }

    List<String> names() {
        return endpoints.stream().map(Endpoint::name).toList();
    }

    /** Milliseconds of the requests to each endpoint. */
    List<double[]> measure(long nanos) throws IOException, InterruptedException {
        Ledger ledger = new Ledger();
        OpenLoad load = new OpenLoad(server.port(), endpoints, ledger);
        load.start();
        TimeUnit.NANOSECONDS.sleep(nanos);
        load.stop();
        ledger.failures().forEach((kind, failure) -> System.err.println(kind + ": " + failure));
        if (ledger.failed() > 0) {
            throw new IOException(ledger.failed() + " of " + ledger.requests() + " ordinary requests failed");
        }
        List<double[]> all = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            all.add(ledger.millis(endpoint, Long.MIN_VALUE, Long.MAX_VALUE));
        }
        return all;
    }

    /** Those of all endpoints together. */
    static double[] all(List<double[]> each) {
        return each.stream().flatMapToDouble(DoubleStream::of).toArray();
    }
}
