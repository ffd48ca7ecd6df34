package io.bouquet.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Small JSON requests to a JAX-RS resource, to a servlet that does the same, and to a peer, in turn. {@code --peer}
 * is the port of a peer that runs already; {@code peers/} has one.
 */
final class ResourceBenchmark implements Benchmark {
    private static final int CONNECTIONS = 16;
    private static final int COLD_PARTS = 6;
    private static final Path LOAD_AVERAGE = Path.of("/proc/loadavg");
    private static final String REVIEW =
            "{\"title\":\"A good book\",\"text\":\"Well told, and short enough for one evening by the fire.\","
                    + "\"author\":\"Ada\",\"stars\":4,\"tags\":[\"calm\",\"short\"]}";

    /** What is compared. */
    private record Side(String name, int port, String path) {}

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        try (Server server = bench.server("resource")) {
            server.start();
            server.deploy(bench.probe(), "/benchmark-servlet");
            server.await("/benchmark-resource");
            List<Side> sides = new ArrayList<>();
            sides.add(new Side("JAX-RS resource", server.port(), "/benchmark-resource"));
            sides.add(new Side("servlet", server.port(), "/benchmark-servlet"));
            String peer = bench.option("peer", "");
            if (!peer.isEmpty()) {
                sides.add(new Side("peer", Integer.parseInt(peer), "/benchmark"));
            }
            cold(bench, server, sides.get(0));
            compare(bench, server, sides, "GET", "");
            compare(bench, server, sides, "POST", REVIEW);
        }
    }

    private static void cold(Bench bench, Server server, Side resource) throws IOException, InterruptedException {
        byte[] request = server.bytes("POST", resource.path(), REVIEW);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < COLD_PARTS; i++) {
            parts.add(String.format(Locale.ROOT, "%.0f", perSecond(bench, resource, 10, request)));
        }
        bench.title(
                "POST of a small JSON from its deployment on, connections: " + CONNECTIONS,
                "requests/s in each ten seconds");
        bench.row(resource.name(), "%s", String.join("; ", parts));
    }

    private static void compare(Bench bench, Server server, List<Side> sides, String method, String body)
            throws IOException, InterruptedException {
        List<byte[]> requests = new ArrayList<>();
        for (Side side : sides) {
            requests.add(server.bytes(method, side.path(), body));
        }
        String answer = answer(sides.get(0), requests.get(0));
        for (int i = 0; i < sides.size(); i++) {
            String its = answer(sides.get(i), requests.get(i));
            if (!its.equals(answer)) {
                throw new IOException("the answers differ: " + answer + " and " + its);
            }
            perSecond(bench, sides.get(i), 30, requests.get(i));
        }
        int rounds = bench.rounds(9);
        double[][] perSecond = new double[sides.size()][rounds];
        double[][] perProcessorSecond = new double[sides.size()][rounds];
        double[] load = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < sides.size(); i++) {
                double used = server.processorSeconds();
                perSecond[i][round] = perSecond(bench, sides.get(i), 3, requests.get(i));
                perProcessorSecond[i][round] =
                        perSecond[i][round] * bench.nanos(3) / 1e9 / (server.processorSeconds() - used);
            }
            load[round] = loadAverage();
        }
        bench.title(
                method + " of a small JSON, connections: " + CONNECTIONS + ", load average: "
                        + new Figures(load).text("%.1f"),
                "requests/s");
        for (int i = 0; i < sides.size(); i++) {
            bench.row(sides.get(i).name(), new Figures(perSecond[i]).text("%.0f"));
        }
        for (int i = 1; i < sides.size(); i++) {
            bench.row("**resource to " + sides.get(i).name() + "**, pair by pair", ratio(perSecond[0], perSecond[i]));
        }
        bench.row(
                "**resource to servlet**, by the platform's processor time",
                ratio(perProcessorSecond[0], perProcessorSecond[1]));
    }

    private static String ratio(double[] some, double[] others) {
        double[] ratio = new double[some.length];
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = some[i] / others[i];
        }
        return new Figures(ratio).text("%.2f");
    }

    private static String answer(Side side, byte[] request) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (Connection connection = new Connection(side.port())) {
            int status = connection.exchange(request, body);
            if (status != 200) {
                throw new IOException(side.name() + " answered " + status);
            }
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static double perSecond(Bench bench, Side side, double seconds, byte[] request)
            throws IOException, InterruptedException {
        Load.Run run = Load.run(side.port(), CONNECTIONS, bench.nanos(seconds), List.of(request));
        if (run.failed() > 0) {
            throw new IOException(run.failed() + " requests to " + side.name() + " were not answered with 200");
        }
        return run.perSecond();
    }

    /** Of the last minute; not a number where the system does not tell. */
    private static double loadAverage() throws IOException {
        return Files.isReadable(LOAD_AVERAGE)
                ? Double.parseDouble(Files.readString(LOAD_AVERAGE).split(" ")[0])
                : Double.NaN;
    }
}
