package io.bouquet.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Clients of something that hangs: each waits for its answer, and asks again when the answer says so. */
public final class HangingClients implements AutoCloseable {
    /** Where the answer does not say when to ask again. */
    private static final String AGAIN_SECONDS = "1";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private volatile boolean over;

    public HangingClients(int port, String path, String authorization, int count) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", authorization)
                .build();
        for (int i = 0; i < count; i++) {
            ask();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // answered takes failures too
    private void ask() {
        if (!over) {
            client.sendAsync(request, BodyHandlers.ofString()).whenComplete(this::answered);
        }
    }

    private void answered(@Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
        statuses.merge(answer == null ? 0 : answer.statusCode(), 1, Integer::sum);
        String after = answer == null
                ? AGAIN_SECONDS
                : answer.headers().firstValue("Retry-After").orElse(AGAIN_SECONDS);
        // half more or less, or all would ask at the same moment
        double seconds =
                Integer.parseInt(after) * (0.5 + ThreadLocalRandom.current().nextDouble());
        CompletableFuture.delayedExecutor((long) (seconds * 1e3), TimeUnit.MILLISECONDS)
                .execute(this::ask);
    }

    /** How many were answered with a status; 0 stands for no answer. */
    public int answered(int status) {
        return statuses.getOrDefault(status, 0);
    }

    /** Answers by status. */
    public Map<Integer, Integer> statuses() {
        return Map.copyOf(statuses);
    }

    /** Asks no more. What is asked already stays so. */
    @Override
    public void close() {
        over = true;
    }
}
