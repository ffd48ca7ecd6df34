package io.bouquet.tagging.engine;

import io.bouquet.common.Threads;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Runs a candidate on the texts of the serving version and compares both. The results of the candidate are never
 * returned. It runs on a separate thread; if it is too slow, texts are dropped.
 */
final class Shadow implements AutoCloseable {
    private static final int QUEUED_TEXTS = 64;
    private static final long QUEUED_CHARS = 1_000_000;
    private static final int DIFFERENCES = 20;
    private static final int EXCERPT = 80;
    /** Characters of an excerpt before the first difference. */
    private static final int BEFORE = 20;

    private final String tagger;
    private final String version;
    private final String candidate;
    private final Function<AnnotatedText, Layers> work;
    private final long limitNanos;
    private final BlockingQueue<Text> queue = new ArrayBlockingQueue<>(QUEUED_TEXTS);
    private final AtomicLong queuedChars = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    // all below is guarded by this
    private boolean working;
    private boolean interrupted;
    private long since;
    private long texts;
    private long equal;
    private long both;
    private long onlyVersion;
    private long onlyCandidate;
    private long failures;
    private final Times versionMicros = new Times();
    private final Times candidateMicros = new Times();
    private final Deque<Comparison.Difference> differences = new ArrayDeque<>();

    private record Text(AnnotatedText input, Layers made, long micros) {}

    /** The parts of annotations that are compared. */
    private record Mark(Span span, String label) {
        Mark(Annotation annotation) {
            this(annotation.span(), annotation.label());
        }
    }

    /** The last 1024 times, for their median. */
    private static final class Times {
        private final long[] micros = new long[1024];
        private int count;

        void add(long time) {
            micros[count % micros.length] = time;
            // only the remainder matters, and whether the array is full
            count = count == 2 * micros.length - 1 ? micros.length : count + 1;
        }

        long median() {
            long[] sorted = Arrays.copyOf(micros, Math.min(count, micros.length));
            Arrays.sort(sorted);
            return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
        }
    }

    /**
     * Starts the candidate's thread.
     *
     * @param version serving version
     * @param work    runs the candidate; throws an exception if it fails or returns an invalid result
     * @param limit   time limit for one text, after which the candidate is interrupted
     */
    Shadow(String tagger, String version, String candidate, Function<AnnotatedText, Layers> work, Duration limit) {
        this.tagger = tagger;
        this.version = version;
        this.candidate = candidate;
        this.work = work;
        limitNanos = limit.toNanos();
        thread = Threads.daemon("bouquet-shadow-" + tagger, this::run);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    /**
     * Queues a text that the serving version has annotated. Never waits.
     *
     * @param input  text with the layers that the candidate requires
     * @param made   layers of the serving version, to compare with
     * @param micros time of the serving version for the text
     */
    void offer(AnnotatedText input, Layers made, long micros) {
        interruptWhereLate();
        long chars = input.text().length();
        // a text longer than the limit is accepted if the queue is empty
        boolean fits = queuedChars.addAndGet(chars) <= QUEUED_CHARS || queue.isEmpty();
        if (closed || !fits || !queue.offer(new Text(input, made, micros))) {
            queuedChars.addAndGet(-chars);
            dropped.incrementAndGet();
        }
    }

    /**
     * Interrupts the candidate if it exceeds its time limit. Checked with each new text and each reading of the
     * figures.
     */
    private synchronized void interruptWhereLate() {
        if (working && !interrupted && System.nanoTime() - since > limitNanos) {
            interrupted = true;
            failures++;
            thread.interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                Text text = queue.take();
                queuedChars.addAndGet(-text.input().text().length());
                perform(text);
            } catch (InterruptedException stop) {
                // a late interrupt of the candidate, or that of close()
            }
        }
        queue.clear();
    }

    private void perform(Text text) {
        begin();
        Layers made = null;
        long from = System.nanoTime();
        try {
            made = work.apply(text.input());
        } catch (Throwable anything) {
            // a plugin may throw any error, even LinkageError or OutOfMemoryError; it is counted below
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - from);
        if (end(made == null) && made != null) {
            // compare without the lock, because requests wait for the lock
            Outcome outcome = compare(text, made);
            add(outcome, text.micros(), micros);
        }
    }

    private synchronized void begin() {
        working = true;
        interrupted = false;
        since = System.nanoTime();
    }

    /** Ends a text. Returns whether the candidate was in time. */
    private synchronized boolean end(boolean failed) {
        working = false;
        // the interrupt was for this text and must not affect the next one
        boolean wasLate = interrupted;
        Thread.interrupted();
        if (failed && !wasLate && !closed) {
            failures++;
        }
        return !wasLate;
    }

    /** The result of the comparison for one text. */
    private record Outcome(long both, long onlyVersion, long onlyCandidate, List<Comparison.Difference> differences) {}

    private static Outcome compare(Text text, Layers made) {
        long both = 0;
        long onlyVersion = 0;
        long onlyCandidate = 0;
        List<Comparison.Difference> differences = new ArrayList<>();
        for (String layer : text.made().names()) {
            List<Annotation> missing = new ArrayList<>();
            List<Annotation> more = new ArrayList<>();
            both += split(text.made().get(layer), made.get(layer), missing, more);
            onlyVersion += missing.size();
            onlyCandidate += more.size();
            if (!missing.isEmpty() || !more.isEmpty()) {
                differences.add(difference(text.input().text(), layer, missing, more));
            }
        }
        return new Outcome(both, onlyVersion, onlyCandidate, differences);
    }

    private synchronized void add(Outcome outcome, long servingMicros, long micros) {
        texts++;
        equal += outcome.differences().isEmpty() ? 1 : 0;
        both += outcome.both();
        onlyVersion += outcome.onlyVersion();
        onlyCandidate += outcome.onlyCandidate();
        versionMicros.add(servingMicros);
        candidateMicros.add(micros);
        outcome.differences().forEach(this::remember);
    }

    /** Returns the number of common annotations. Adds the others to {@code missing} and {@code more}. */
    private static int split(
            List<Annotation> serving, List<Annotation> shadow, List<Annotation> missing, List<Annotation> more) {
        Map<Mark, Integer> left = new HashMap<>();
        serving.forEach(annotation -> left.merge(new Mark(annotation), 1, Integer::sum));
        int common = 0;
        for (Annotation annotation : shadow) {
            if (left.merge(new Mark(annotation), -1, Integer::sum) >= 0) {
                common++;
            } else {
                more.add(annotation);
            }
        }
        // backwards, because the first of several equal annotations were matched
        for (int i = serving.size() - 1; i >= 0; i--) {
            if (left.merge(new Mark(serving.get(i)), -1, Integer::sum) >= 0) {
                missing.add(0, serving.get(i));
            }
        }
        return common;
    }

    private void remember(Comparison.Difference difference) {
        differences.addFirst(difference);
        if (differences.size() > DIFFERENCES) {
            differences.removeLast();
        }
    }

    /** Returns the first difference with a short excerpt and the annotations within it, even for very long texts. */
    private static Comparison.Difference difference(
            String text, String layer, List<Annotation> missing, List<Annotation> more) {
        int first = Math.min(firstBegin(missing), firstBegin(more));
        int from = Math.max(0, first - BEFORE);
        int to = Math.min(text.length(), from + EXCERPT);
        if (cutsPair(text, from)) {
            from++;
        }
        if (cutsPair(text, to)) {
            to--;
        }
        return new Comparison.Difference(
                text.substring(from, to), from, layer, within(missing, from, to), within(more, from, to));
    }

    private static int firstBegin(List<Annotation> annotations) {
        return annotations.stream()
                .mapToInt(annotation -> annotation.span().begin())
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static boolean cutsPair(String text, int at) {
        return 0 < at && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }

    private static List<Annotation> within(List<Annotation> annotations, int from, int to) {
        return annotations.stream()
                .filter(annotation ->
                        annotation.span().begin() < to && annotation.span().end() >= from)
                .limit(DIFFERENCES)
                .toList();
    }

    synchronized Comparison comparison() {
        interruptWhereLate();
        return new Comparison(
                tagger,
                version,
                candidate,
                texts,
                equal,
                both,
                onlyVersion,
                onlyCandidate,
                failures,
                dropped.get(),
                versionMicros.median(),
                candidateMicros.median(),
                List.copyOf(differences));
    }

    /** Stops the candidate, and interrupts its current text. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** Whether its thread has ended. */
    boolean isGone() {
        return !thread.isAlive();
    }
}
