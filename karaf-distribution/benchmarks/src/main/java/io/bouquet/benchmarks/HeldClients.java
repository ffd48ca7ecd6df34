package io.bouquet.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clients that hold something while plugins are swapped: WebSockets to a plugin that is updated and to the taggers, streams of
 * events, and jobs. Whatever they lose is a failure in the ledger.
 */
final class HeldClients {
    private static final int SOCKETS = 4;
    private static final int STREAMS = 2;
    private static final int DOCUMENTS = 200;
    private static final int RESTART = 1012;
    private static final long PAUSE_MILLIS = 100;
    private static final long AGAIN_MILLIS = 100;
    /** Between two jobs, so that they do not take the processors from the requests that are timed. */
    private static final long BETWEEN_JOBS_MILLIS = 5_000;

    private static final int EVENTS_OF_A_CONNECTION = 20;

    private final Endpoint greetings = held("WebSocket of a plugin", "hello");
    private final Endpoint live = held("WebSocket for live tagging", "");
    private final Endpoint events = held("events over SSE", "");
    private final Endpoint jobs = held("documents of jobs", "");

    private final Operator operator;
    private final Ledger ledger;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong restarts = new AtomicLong();
    private final AtomicLong reconnections = new AtomicLong();
    private volatile boolean ends;

    HeldClients(Operator operator, Ledger ledger) {
        this.operator = operator;
        this.ledger = ledger;
    }

    private static Endpoint held(String name, String part) {
        return new Endpoint(name, 0, part, false, number -> new byte[0], body -> "");
    }

    List<Endpoint> endpoints() {
        return List.of(greetings, live, events, jobs);
    }

    /** Sockets that were closed with 1012 and opened again. */
    long restarts() {
        return restarts.get();
    }

    /** Streams that were opened again with the id of the last event. */
    long reconnections() {
        return reconnections.get();
    }

    void start() {
        for (int i = 0; i < SOCKETS; i++) {
            String name = "n" + i + "-";
            start(() -> talk(
                    greetings,
                    "/greetings",
                    number -> name + number,
                    (number, answer) -> answer.startsWith("Hello, " + name + number + "! ")));
        }
        for (int i = 0; i < SOCKETS / 2; i++) {
            start(() -> talk(
                    live,
                    "/api/annotate/live",
                    number -> "{\"id\":" + number
                            + ",\"text\":\"Tim Cook was in Berlin.\",\"layers\":[\"tokens\",\"mark-b\"],\"language\":\"en\"}",
                    (number, answer) -> answer.startsWith("{\"id\":" + number + ",\"language\"")
                            && answer.contains("\"mark-b\":[{")
                            && answer.contains("\"errors\":[]")));
        }
        for (int i = 0; i < STREAMS; i++) {
            start(this::listen);
        }
        start(this::work);
    }

    private void start(Runnable client) {
        Thread thread = new Thread(client, "held");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    void stop() throws InterruptedException {
        ends = true;
        for (Thread thread : threads) {
            thread.join(1_000);
            thread.interrupt();
        }
    }

    /** Makes the message of a number. */
    @FunctionalInterface
    private interface Message {
        String of(long number);
    }

    /** Whether the answer to the message of a number is right. */
    @FunctionalInterface
    private interface Check {
        boolean isRight(long number, String answer);
    }

    /** Sends message after message; each must be answered once, or the socket be closed with 1012 before. */
    private void talk(Endpoint endpoint, String path, Message message, Check check) {
        SocketConnection connection = null;
        for (long number = 0; !ends; number++) {
            long begin = System.nanoTime();
            try {
                SocketConnection.Event answer = null;
                while (answer == null && !ends) {
                    connection = connection == null ? new SocketConnection(operator, path) : connection;
                    connection.send(message.of(number));
                    SocketConnection.Event next = connection.next();
                    if (!next.isEnd()) {
                        answer = next;
                    } else if (next.code() == RESTART) {
                        restarts.incrementAndGet();
                        connection = null;
                    } else {
                        throw new IOException("closed with " + next.code() + " " + next.text());
                    }
                }
                if (answer != null) {
                    record(
                            endpoint,
                            begin,
                            check.isRight(number, answer.text()) ? "" : "a wrong answer",
                            answer.text());
                }
                Thread.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                record(endpoint, begin, String.valueOf(e.getMessage()), "");
                connection = null;
            } catch (InterruptedException e) {
                return;
            }
        }
        if (connection != null) {
            connection.close();
        }
    }

    private void record(Endpoint endpoint, long begin, String trouble, String body) {
        if (ends && !trouble.isEmpty()) {
            // the platform may be stopping
            return;
        }
        if (trouble.isEmpty()) {
            ledger.answered(endpoint, begin, System.nanoTime());
        } else {
            ledger.failed(endpoint, begin, System.nanoTime(), trouble, body);
        }
    }

    /** Reads events, and connects again after some of them; each must have the number after the one before. */
    private void listen() {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String last = "";
        while (!ends) {
            long begin = System.nanoTime();
            try {
                last = listen(http, last);
                reconnections.incrementAndGet();
            } catch (IOException | IllegalArgumentException e) {
                record(events, begin, String.valueOf(e.getMessage()), last);
                last = "";
                if (!pause()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private String listen(HttpClient http, String from) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + operator.port() + "/api/events"))
                .header("Authorization", operator.authorization());
        if (!from.isEmpty()) {
            request.header("Last-Event-ID", from);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException("events answered " + answer.statusCode());
        }
        String last = from;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            int seen = 0;
            for (String line = lines.readLine(); line != null && !ends; line = lines.readLine()) {
                if (line.equals("event: gap")) {
                    throw new IOException("events were missed after " + last);
                }
                if (line.startsWith("id: ")) {
                    String id = line.substring("id: ".length());
                    boolean follows = last.isEmpty() || number(id) == number(last) + 1;
                    record(events, System.nanoTime(), follows ? "" : "an event does not follow", last + " " + id);
                    last = id;
                    seen++;
                }
                if (line.isEmpty() && seen >= EVENTS_OF_A_CONNECTION) {
                    break;
                }
            }
        }
        return last;
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }

    /** Has job after job done; each document must have one result. */
    private void work() {
        String documents = IntStream.range(0, DOCUMENTS)
                .mapToObj(i -> "{\"id\":\"d" + i + "\",\"text\":\"Tim Cook was in Berlin.\",\"language\":\"en\"}")
                .collect(Collectors.joining(","));
        String job = "{\"documents\":[" + documents + "],\"layers\":[\"tokens\",\"mark-b\"]}";
        while (!ends) {
            long begin = System.nanoTime();
            try {
                Object made = operator.post("/api/jobs", job);
                String path = "/api/jobs/" + Json.string(made, "id");
                while (!ends && !Json.string(made, "state").equals("done")) {
                    String state = Json.string(made, "state");
                    if (!state.equals("queued") && !state.equals("running")) {
                        throw new IOException("a job is " + made);
                    }
                    Thread.sleep(AGAIN_MILLIS);
                    made = Json.read(operator.get(path).body());
                }
                if (!ends) {
                    check(
                            begin,
                            Json.list(
                                    Json.read(operator.get(path + "/results?limit=1000")
                                            .body()),
                                    "results"));
                }
                Thread.sleep(BETWEEN_JOBS_MILLIS);
            } catch (IOException | IllegalArgumentException e) {
                record(jobs, begin, String.valueOf(e.getMessage()), "");
                if (!pause()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void check(long begin, List<?> results) {
        Set<String> ids = new HashSet<>();
        for (Object result : results) {
            String id = Json.string(result, "id");
            boolean isGood = ids.add(id) && !Json.map(result, "result").isEmpty();
            record(jobs, begin, isGood ? "" : "a document without a result of its own", String.valueOf(result));
        }
        if (ids.size() != DOCUMENTS) {
            record(jobs, begin, "results are missing", ids.size() + " of " + DOCUMENTS);
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(AGAIN_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
