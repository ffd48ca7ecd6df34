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
 * A candidate that is given the texts of the version that serves, and is compared with it. What it makes is never
 * answered, and what it does to its own thread costs nobody but itself: while it is behind, texts are dropped.
 */
final class Shadow implements AutoCloseable {
    private static final int QUEUED_TEXTS = 64;
    private static final long QUEUED_CHARS = 1_000_000;
    private static final int DIFFERENCES = 20;
    private static final int EXCERPT = 80;
    /** Of an excerpt, what stands before the first difference. */
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

    /** What two annotations must have in common. */
    private record Mark(Span span, String label) {
        Mark(Annotation annotation) {
            this(annotation.span(), annotation.label());
        }
    }

    /** The last of many times, for their median. */
    private static final class Times {
        private final long[] micros = new long[1024];
        private int count;

        void add(long time) {
            micros[count % micros.length] = time;
            // only its remainder and whether the array is full matter
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
     * @param version that serves
     * @param work    of the candidate; it throws where the candidate fails or returns what it may not
     * @param limit   for one text, after which the candidate is interrupted
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
     * Hands a text over that was answered; never waits.
     *
     * @param input  with the layers that the candidate requires
     * @param made   the layers that are compared, as they were answered
     * @param micros that the version that serves took for it
     */
    void offer(AnnotatedText input, Layers made, long micros) {
        interruptWhereLate();
        long chars = input.text().length();
        // a text that is longer than all that may wait still has its turn, alone
        boolean fits = queuedChars.addAndGet(chars) <= QUEUED_CHARS || queue.isEmpty();
        if (closed || !fits || !queue.offer(new Text(input, made, micros))) {
            queuedChars.addAndGet(-chars);
            dropped.incrementAndGet();
        }
    }

    /** Asked with each text and each look at the figures, which is as often as it can matter to anybody. */
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
                // the candidate's, a little late, or that of close()
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
            // whatever a plugin throws, LinkageError and OutOfMemoryError included; it is counted below
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - from);
        if (end(made == null) && made != null) {
            // without the lock, for which a request would wait
            Outcome outcome = compare(text, made);
            add(outcome, text.micros(), micros);
        }
    }

    private synchronized void begin() {
        working = true;
        interrupted = false;
        since = System.nanoTime();
    }

    /** Whether it was in time. */
    private synchronized boolean end(boolean failed) {
        working = false;
        // the interrupt was for this text and must not meet the next one
        boolean wasLate = interrupted;
        Thread.interrupted();
        if (failed && !wasLate && !closed) {
            failures++;
        }
        return !wasLate;
    }

    /** What one text came to. */
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

    /** How many annotations both have; {@code missing} and {@code more} get the others. */
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
        // from the end, since of several that are the same the first were taken
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

    /** Keeps what can be seen in the excerpt: of a book with thousands of differences, a line. */
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

    /** Gives the candidate no more texts, and interrupts it at the one that it is at. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** Whether its thread has come to its end, so that nothing of the candidate runs here any more. */
    boolean isGone() {
        return !thread.isAlive();
    }
}
