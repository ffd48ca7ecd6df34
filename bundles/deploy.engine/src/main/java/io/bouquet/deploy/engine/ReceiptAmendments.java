package io.bouquet.deploy.engine;

import io.bouquet.deploy.spi.LeakDetector;
import io.bouquet.web.TrafficCounts;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Adds figures to a receipt that are known only after its change has ended. Thread-safe. */
final class ReceiptAmendments {
    private final ReceiptBook receipts;
    private final LeakDetector leaks;
    private final Work work;

    ReceiptAmendments(ReceiptBook receipts, LeakDetector leaks, Work work) {
        this.receipts = receipts;
        this.leaks = leaks;
        this.work = work;
    }

    /** Adds the freed bytes once the removed bundles are collected. */
    @SuppressWarnings("FutureReturnValueIgnored") // a leak is no failure, and Work logs failures
    void whenCollected(List<Long> retired, String receipt, long bytes) {
        if (retired.isEmpty()) {
            return;
        }
        CompletableFuture<?>[] all = retired.stream()
                .map(id -> leaks.collected(id).toCompletableFuture().thenAccept(gone -> {
                    if (!gone) {
                        throw new IllegalStateException("bundle " + id + " leaks");
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all)
                .thenRun(() -> work.schedule(0, () -> receipts.amend(receipt, known -> known.withBytesFreed(bytes))));
    }

    /** Adds the latency of the requests after the change, when the time window has passed. */
    void measureLater(String receipt, TrafficAround around, TrafficCounts end) {
        work.schedule(TrafficAround.WINDOW.toSeconds(), () -> measureAfter(receipt, around, end));
    }

    private void measureAfter(String id, TrafficAround around, TrafficCounts end) {
        long p99 = around.p99Since(end);
        receipts.amend(id, known -> known.traffic()
                .map(cut -> known.withTraffic(cut.withP99After(p99)))
                .orElse(known));
    }
}
