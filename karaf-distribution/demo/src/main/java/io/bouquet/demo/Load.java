package io.bouquet.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Several clients that annotate one text again and again, and what they were answered. */
final class Load {
    private final AtomicLong answered = new AtomicLong();
    private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> versions = new ConcurrentHashMap<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopped;

    /** @param tagger whose version each answer is counted under */
    Load(Client client, String text, String tagger, int concurrency) {
        for (int i = 0; i < concurrency; i++) {
            Thread thread = new Thread(() -> run(client, text, tagger), "client-" + i);
            thread.setDaemon(true);
            clients.add(thread);
            thread.start();
        }
    }

    private void run(Client client, String text, String tagger) {
        while (!stopped) {
            try {
                Client.Answer answer = client.annotate(text);
                if (answer.ok() && answer.body().path("errors").isEmpty()) {
                    answered.incrementAndGet();
                    String version = answer.body()
                            .path("generation")
                            .path("taggers")
                            .path(tagger)
                            .asText("without it");
                    count(versions, version);
                } else {
                    count(failures, answer.ok() ? answer.body().path("errors").toString() : "HTTP " + answer.status());
                }
            } catch (IOException e) {
                count(failures, e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void count(Map<String, AtomicLong> counts, String what) {
        counts.computeIfAbsent(what, k -> new AtomicLong()).incrementAndGet();
    }

    /** Lets the requests in flight end, and starts no more. */
    void finish() throws InterruptedException {
        stopped = true;
        for (Thread client : clients) {
            client.join();
        }
    }

    long answered() {
        return answered.get();
    }

    long failed() {
        return failures.values().stream().mapToLong(AtomicLong::get).sum();
    }

    SortedMap<String, AtomicLong> failures() {
        return new TreeMap<>(failures);
    }

    SortedMap<String, AtomicLong> versions() {
        return new TreeMap<>(versions);
    }
}
