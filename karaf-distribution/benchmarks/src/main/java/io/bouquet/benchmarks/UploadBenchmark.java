package io.bouquet.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/** Memory during a large upload: to a stream of annotations, and as the file of a job. */
final class UploadBenchmark implements Benchmark {
    private static final int LINE_BYTES = 100_000;
    private static final int SHIPPED_LIMIT_MEGABYTES = 500;
    private static final int PEAK_MILLIS = 100;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        int megabytes = Integer.parseInt(bench.option("megabytes", bench.quick() ? "50" : "1000"));
        try (Server server = bench.server("upload")) {
            server.start();
            if (megabytes > SHIPPED_LIMIT_MEGABYTES) {
                raiseLimits(server, bench.work().resolve("upload/etc"));
            }
            bench.title(
                    "Uploads of " + megabytes + " MB, in lines of 100 kB",
                    "seconds; status; MB of the answer; resident memory: before; peak");
            measure(
                    bench,
                    server,
                    megabytes,
                    "`POST /api/annotate/stream?layers=language`",
                    "/api/annotate/stream?layers=language&language=en");
            measure(
                    bench,
                    server,
                    megabytes,
                    "`POST /api/jobs?layers=language`, until the documents are stored",
                    "/api/jobs?layers=language&language=en");
        }
    }

    /** The first start copies the shipped settings over those that are there, so it comes before. */
    private static void raiseLimits(Server server, Path settings) throws IOException, InterruptedException {
        server.stop();
        set(settings.resolve("io.bouquet.web.cfg"), "maxUploadBytes");
        set(settings.resolve("io.bouquet.jobs.cfg"), "maxBytes");
        server.start();
    }

    private static void set(Path settings, String limit) throws IOException {
        Files.writeString(
                settings, "\n" + limit + " = 2000000000\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void measure(Bench bench, Server server, int megabytes, String name, String path)
            throws IOException, InterruptedException {
        // a small upload first, so that caches and buffers are filled
        send(server, 10, path);
        double before = server.residentMebibytes();
        long begin = System.nanoTime();
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return send(server, megabytes, path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        double peak = before;
        while (!answer.isDone()) {
            peak = Math.max(peak, server.residentMebibytes());
            Thread.sleep(PEAK_MILLIS);
        }
        Answer received = answer.join();
        bench.row(
                name,
                "%.0f; %s; %,d; %.0f MiB; %.0f MiB",
                (System.nanoTime() - begin) / 1e9,
                received.status(),
                received.bytes() / 1_000_000,
                before,
                peak);
    }

    private record Answer(String status, long bytes) {}

    /** Sends lines of text while it reads the answer. */
    private static Answer send(Server server, int megabytes, String path) throws IOException {
        byte[] line =
                ("It was a fine day in Berlin. ".repeat(LINE_BYTES / 29) + "\n").getBytes(StandardCharsets.US_ASCII);
        long lines = megabytes * 1_000_000L / line.length;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: "
                            + server.operator().authorization() + "\r\nContent-Type: text/plain\r\nContent-Length: "
                            + lines * line.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    for (long i = 0; i < lines; i++) {
                        out.write(line);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII).substring(9);
            long bytes = in.transferTo(OutputStream.nullOutputStream());
            sent.join();
            return new Answer(status, bytes);
        }
    }
}
