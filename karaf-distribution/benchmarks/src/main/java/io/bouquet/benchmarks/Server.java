package io.bouquet.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The distribution, started as an operator starts it, with ports and a data folder of its own. */
final class Server implements AutoCloseable {
    private static final String ADMINISTRATOR = "admin";
    private static final String PASSWORD = "only-for-this-benchmark";
    private static final Pattern LOG_TIME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT[0-9:]{8},\\d{3}) ");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path script;
    private final Path data;
    private final int http = freePort();
    private final int ssh = freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    Server(Path distribution, Path data) throws IOException {
        this.script = distribution.resolve("bin/bouquet");
        this.data = data;
    }

    /** Seconds from the start of the process to the first 200 of the readiness check. */
    double start() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = command("start").start();
        // whoever gives up on the benchmarks leaves no platform behind
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        HttpRequest ready = request("/api/health/ready").GET().build();
        while (true) {
            try {
                if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return (System.nanoTime() - begin) / 1e9;
                }
            } catch (IOException e) {
                // not there yet
                if (!process.isAlive()) {
                    throw new IOException("the platform ended while it started; see " + data.resolve("log/out.log"), e);
                }
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IOException("not ready after " + PATIENCE.toSeconds() + " s; see " + data.resolve("log"));
            }
            Thread.sleep(20);
        }
    }

    void stop() throws IOException, InterruptedException {
        int code = command("stop").start().waitFor();
        if (code != 0) {
            throw new IOException("the platform did not stop");
        }
    }

    /** Ends it as a power cut would. */
    void kill() throws IOException {
        ProcessHandle.of(Long.parseLong(pid())).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the process has used of the processors since it began. */
    double processorSeconds() throws IOException {
        return ProcessHandle.of(Long.parseLong(pid()))
                .flatMap(process -> process.info().totalCpuDuration())
                .map(used -> used.toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    private String pid() throws IOException {
        return Files.readString(data.resolve("karaf.pid")).strip();
    }

    /** MiB of memory that the process holds. */
    double residentMebibytes() throws IOException {
        String pid = pid();
        for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("the system does not tell the memory of process " + pid);
    }

    Path log() {
        return data.resolve("log/karaf.log");
    }

    /** Seconds from an instant to the first line of the log after it that contains a text. */
    Optional<Double> logged(String text, Instant begin) throws IOException {
        for (String line : Files.readAllLines(log())) {
            Matcher time = LOG_TIME.matcher(line);
            if (line.contains(text) && time.lookingAt()) {
                Instant then = LocalDateTime.parse(time.group(1).replace(',', '.'))
                        .atZone(ZoneId.systemDefault())
                        .toInstant();
                if (!then.isBefore(begin)) {
                    return Optional.of(Duration.between(begin, then).toMillis() / 1e3);
                }
            }
        }
        return Optional.empty();
    }

    void deploy(Path jar, String path) throws IOException, InterruptedException {
        Files.copy(jar, data.resolve("deploy").resolve(jar.getFileName()));
        await(path);
    }

    void await(String path) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (get(path).statusCode() == 404) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IOException(path + " did not come");
            }
            Thread.sleep(50);
        }
    }

    /** The answer to plain text. */
    String post(String path, String text) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    int port() {
        return http;
    }

    /** A whole HTTP/1.1 request, for {@link Load}. */
    byte[] bytes(String method, String path, String json) {
        return operator().bytes(method, path, json);
    }

    Operator operator() {
        return new Operator(http, ADMINISTRATOR, PASSWORD, data);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
                .header("Authorization", authorization());
    }

    private static String authorization() {
        return "Basic "
                + Base64.getEncoder().encodeToString((ADMINISTRATOR + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    Path data() {
        return data;
    }

    /** The distribution's script with this data folder and a command; its output goes to the logs. */
    ProcessBuilder command(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(script.toString(), "--data", data.toString()));
        line.addAll(List.of("--port", Integer.toString(http), "--ssh-port", Integer.toString(ssh)));
        line.addAll(List.of(command));
        Files.createDirectories(data.resolve("log"));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("log/out.log").toFile()));
        Map<String, String> environment = builder.environment();
        environment.put("BOUQUET_ADMIN_PASSWORD", PASSWORD);
        return builder;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
