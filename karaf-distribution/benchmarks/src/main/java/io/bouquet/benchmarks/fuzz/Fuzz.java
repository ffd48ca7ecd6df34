package io.bouquet.benchmarks.fuzz;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Sends requests that are made from the platform's OpenAPI document by chance, and judges the answers: none takes
 * long, none has an undocumented status, media type or body, and no status of 500 or above that is not expected. A
 * request is made from the seed and its number alone, except for ids that the platform has made.
 */
public final class Fuzz {
    private static final int MOST_COMPLAINTS = 50;
    private static final Pattern VALUES = Pattern.compile("'[^']*'|[0-9]+");

    private final Wire wire;
    private final Requests requests;
    private final Known known = new Known();
    private final long seed;
    private final Map<String, String> complaints = new LinkedHashMap<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private long slowestMillis;
    private long sent;

    /**
     * @param document       the OpenAPI document of the platform
     * @param otherPaths     templates of further paths, with parameters in braces
     * @param authorizations value of the header for each role that has an account
     */
    public Fuzz(int port, String document, List<String> otherPaths, Map<Role, String> authorizations, long seed) {
        this.wire = new Wire(port);
        this.requests = new Requests(port, ApiDocument.of(document), otherPaths, authorizations, known);
        this.seed = seed;
    }

    /**
     * The outcome.
     *
     * @param complaints what is wrong with answers: the first answer of each kind with its request, at most fifty
     * @param statuses   how often each status came; 0 for connections that were closed without an answer
     */
    public record Report(List<String> complaints, Map<Integer, Integer> statuses, long slowestMillis, long requests) {}

    /** Sends the requests with these numbers, one after the other; ends early after complaints of fifty kinds. */
    public Report run(long first, long count) {
        for (long number = first; number < first + count && complaints.size() < MOST_COMPLAINTS; number++) {
            one(number);
        }
        return report();
    }

    /** The outcome of all runs. */
    public Report report() {
        return new Report(List.copyOf(complaints.values()), Map.copyOf(statuses), slowestMillis, sent);
    }

    private void one(long number) {
        Sent request = requests.make(seed, number);
        sent++;
        long begin = System.nanoTime();
        try {
            Received answer = wire.exchange(request.bytes(), request.method().equals("HEAD"));
            statuses.merge(answer.status(), 1, Integer::sum);
            String wrong = Judge.wrong(request, answer);
            if (!wrong.isEmpty()) {
                complain(request, wrong, answer.toString());
            }
            if (answer.status() / 100 == 2) {
                request.operation().ifPresent(operation -> Judge.json(answer.body())
                        .ifPresent(json -> known.learn(operation.path(), json)));
            }
        } catch (SocketTimeoutException e) {
            complain(request, "no answer in time", "");
        } catch (IOException | RuntimeException e) {
            statuses.merge(0, 1, Integer::sum);
            boolean isClosed =
                    e instanceof EOFException || String.valueOf(e.getMessage()).contains("reset");
            if (!isClosed || !request.isBent()) {
                complain(request, e.toString(), "");
            }
        }
        slowestMillis = Math.max(slowestMillis, (System.nanoTime() - begin) / 1_000_000);
    }

    private void complain(Sent request, String wrong, String answer) {
        String kind = VALUES.matcher(wrong).replaceAll("…");
        complaints.putIfAbsent(
                kind,
                wrong + "\n  seed " + seed + ", request " + request.number() + ": " + request + "\n  → " + answer);
    }
}
