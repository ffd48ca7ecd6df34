package io.bouquet.training.internal;

import io.bouquet.common.Threads;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggingException;
import io.bouquet.training.Outcome.Speed;
import io.bouquet.training.RunRequest.Benchmark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Measures the speed of a pipeline, with as many callers as the machine has processors. */
final class Benchmarking {
    private static final double NANOS = 1e9;

    private final Broker broker;

    Benchmarking(Broker broker) {
        this.broker = broker;
    }

    /** @param texts annotated one after the other, and again from the first, until the time is over */
    Speed run(Benchmark request, List<String> texts, Progress progress) throws InterruptedException {
        Load load = new Load(request, texts);
        load.warmUp();
        List<Thread> callers = new ArrayList<>();
        long begin = System.nanoTime();
        long end = begin + (long) (request.seconds() * NANOS);
        CountDownLatch left = new CountDownLatch(Runtime.getRuntime().availableProcessors());
        for (long i = left.getCount(); i > 0; i--) {
            callers.add(Threads.daemon("benchmark " + i, () -> {
                load.until(end);
                left.countDown();
            }));
        }
        try {
            callers.forEach(Thread::start);
            do {
                progress.step("annotating", (long) ((System.nanoTime() - begin) / NANOS), request.seconds());
            } while (!left.await(1, TimeUnit.SECONDS));
        } finally {
            load.stopped = true;
        }
        return load.speed((System.nanoTime() - begin) / NANOS);
    }

    /** The callers and their figures. */
    private final class Load {
        private final Benchmark request;
        private final List<String> texts;
        private final AtomicInteger next = new AtomicInteger();
        private final LongAdder words = new LongAdder();
        private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, LongAdder> byTagger = new ConcurrentHashMap<>();
        private volatile String failure = "";
        private volatile boolean stopped;

        Load(Benchmark request, List<String> texts) {
            this.request = request;
            this.texts = texts;
        }

        void warmUp() {
            annotate(texts.get(0));
        }

        void until(long end) {
            try {
                while (System.nanoTime() < end && !stopped && failure.isEmpty()) {
                    String text = texts.get(Math.floorMod(next.getAndIncrement(), texts.size()));
                    long begin = System.nanoTime();
                    AnnotationResult result = annotate(text);
                    nanos.add(System.nanoTime() - begin);
                    words.add(words(text));
                    result.microseconds()
                            .forEach((tagger, micros) -> byTagger.computeIfAbsent(tagger, one -> new LongAdder())
                                    .add(micros));
                }
            } catch (IllegalArgumentException e) {
                failure = String.valueOf(e.getMessage());
            }
        }

        private AnnotationResult annotate(String text) {
            try {
                AnnotationResult result =
                        broker.annotate(new AnnotationRequest(text, request.layers(), request.language()));
                if (!result.errors().isEmpty()) {
                    throw new IllegalArgumentException("the layer '"
                            + result.errors().get(0).layer() + "' could not be made: "
                            + result.errors().get(0).message());
                }
                return result;
            } catch (TaggingException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        Speed speed(double seconds) {
            if (!failure.isEmpty()) {
                throw new IllegalArgumentException(failure);
            }
            long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            long all = byTagger.values().stream().mapToLong(LongAdder::sum).sum();
            Map<String, Double> share = new LinkedHashMap<>();
            byTagger.entrySet().stream()
                    .sorted((one, other) ->
                            Long.compare(other.getValue().sum(), one.getValue().sum()))
                    .forEach(one -> share.put(
                            one.getKey(), Math.round(1_000.0 * one.getValue().sum() / Math.max(1, all)) / 1_000.0));
            return new Speed(
                    sorted.length,
                    words.sum(),
                    tenths(seconds),
                    tenths(words.sum() / seconds),
                    millis(sorted, 0.5),
                    millis(sorted, 0.99),
                    share);
        }
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : tenths(sorted[(int) ((sorted.length - 1) * quantile)] / 1e6);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    static long words(String text) {
        String trimmed = text.strip();
        return trimmed.isEmpty() ? 0 : trimmed.split("\\s+").length;
    }
}
