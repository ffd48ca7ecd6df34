package io.bouquet.tagging.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A model that reads sequences of word pieces, with its tokenizer. It is opened for the first text, and closed after a time
 * without texts, to be opened again when needed. Thread-safe.
 */
final class SequenceModel implements AutoCloseable {
    /** A caller has at most this many batches of pieces under way. */
    private static final int BATCHES_OF_A_CALLER = 4;

    /** Makes a result of the output for a text; called by the caller's thread. */
    interface Reduce<R> {
        R reduce(int text, WordPieces pieces, Output output);
    }

    private final String name;
    private final OpenFile model;
    private final OpenFile tokenizer;
    private final SequenceSettings settings;
    private final EngineSettings engine;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by lock, as are the following. */
    private @Nullable OpenModel opened;

    private int users;
    private long lastUse;
    private boolean closed;

    SequenceModel(String name, OpenFile model, OpenFile tokenizer, SequenceSettings settings, EngineSettings engine) {
        this.name = name;
        this.model = model;
        this.tokenizer = tokenizer;
        this.settings = settings;
        this.engine = engine;
    }

    /**
     * Opens the model and runs it with the largest id of the tokenizer and with a full window.
     *
     * @return numbers of a vector
     * @throws IOException if it cannot run; the message is for the author of the model
     */
    int check() throws IOException {
        try {
            OpenModel open = acquire();
            try {
                return open.check();
            } finally {
                release();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the model was checked", stopped);
        }
    }

    /** Whether the model is open now. */
    boolean isOpen() {
        lock.lock();
        try {
            return opened != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs the model for several texts.
     *
     * @return the results in the order of the texts
     * @throws CancellationException if the thread was interrupted; it still is
     * @throws IllegalStateException if the model cannot run or is closed
     */
    <R> List<R> run(List<String> texts, Reduce<R> reduce) {
        try {
            OpenModel open = acquire();
            try {
                return new Running<>(open, texts, reduce).results();
            } finally {
                release();
            }
        } catch (IOException unusable) {
            throw new IllegalStateException(unusable.getMessage(), unusable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("interrupted: the request's time is up").initCause(stopped);
        }
    }

    private OpenModel acquire() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            OpenModel open = opened;
            if (open == null) {
                open = OpenModel.open(name, model, tokenizer, settings, engine, this::closeIfIdle);
                opened = open;
            }
            users++;
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        lock.lock();
        try {
            users--;
            lastUse = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the model if it is not in use. A runner calls it after the idle time, just after the last use or later. */
    private void closeIfIdle() {
        closeUnused(engine.idle().toNanos() / 2);
    }

    /** Closes the model until it is needed again, if nobody uses it. */
    void unload() {
        closeUnused(0);
    }

    /** @param nanos time since the last use */
    private void closeUnused(long nanos) {
        OpenModel idle = null;
        lock.lock();
        try {
            if (users == 0 && System.nanoTime() - lastUse >= nanos) {
                idle = opened;
                opened = null;
            }
        } finally {
            lock.unlock();
        }
        if (idle != null) {
            idle.close();
        }
    }

    /** Closes the model for good. Batches that run end first; callers that wait get an exception. */
    @Override
    public void close() {
        OpenModel last;
        lock.lock();
        try {
            closed = true;
            last = opened;
            opened = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close();
        }
    }

    /** The texts of one caller. Not thread-safe. */
    private final class Running<R> {
        private final OpenModel open;
        private final List<String> texts;
        private final Reduce<R> reduce;
        private final Batcher.Call call = new Batcher.Call();
        private final WordPieces[] pieces;
        private final int[] windowsLeft;
        private final List<@Nullable R> results;
        private final Combination[] combinations;

        Running(OpenModel open, List<String> texts, Reduce<R> reduce) {
            this.open = open;
            this.texts = texts;
            this.reduce = reduce;
            pieces = new WordPieces[texts.size()];
            windowsLeft = new int[texts.size()];
            combinations = new Combination[texts.size()];
            results = new ArrayList<>(texts.size());
            texts.forEach(text -> results.add(null));
        }

        List<R> results() throws InterruptedException {
            boolean finished = false;
            try {
                runAll();
                finished = true;
            } finally {
                if (!finished) {
                    open.batcher().cancel(call);
                }
            }
            List<R> complete = new ArrayList<>(results.size());
            for (R result : results) {
                complete.add(Objects.requireNonNull(result));
            }
            return complete;
        }

        private void runAll() throws InterruptedException {
            int next = 0;
            int done = 0;
            long underWay = 0;
            long most = (long) BATCHES_OF_A_CALLER * engine.batchPieces();
            while (done < texts.size()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                List<Sequence> more = new ArrayList<>();
                while (next < texts.size() && underWay < most) {
                    WordPieces read = open.tokenizer().pieces(texts.get(next));
                    pieces[next] = read;
                    List<Sequence> windows = open.windows(next, read);
                    windowsLeft[next] = windows.size();
                    for (Sequence window : windows) {
                        underWay += window.ids.length;
                    }
                    more.addAll(windows);
                    next++;
                }
                open.batcher().submit(call, more);
                Sequence ran = call.take();
                underWay -= ran.ids.length;
                if (add(ran)) {
                    done++;
                }
            }
        }

        /** Adds a window. Returns whether it was the last of its text. */
        private boolean add(Sequence ran) {
            if (ran.failure != null) {
                throw new IllegalStateException("the model cannot run (" + ran.failure.getMessage() + ")", ran.failure);
            }
            int text = ran.text;
            WordPieces read = pieces[text];
            windowsLeft[text]--;
            if (windowsLeft[text] == 0 && combinations[text] == null) {
                results.set(text, reduce.reduce(text, read, open.output(ran)));
            } else {
                if (combinations[text] == null) {
                    combinations[text] = new Combination(open, read.size());
                }
                combinations[text].add(ran);
                if (windowsLeft[text] == 0) {
                    results.set(text, reduce.reduce(text, read, combinations[text].output()));
                    combinations[text] = null;
                }
            }
            if (windowsLeft[text] == 0) {
                pieces[text] = null;
                return true;
            }
            return false;
        }
    }

    /** The windows of a long text, averaged. */
    private static final class Combination {
        private final OpenModel open;
        private final float[] pooled;
        private final float[] values;
        private final int[] windows;
        private int weight;

        Combination(OpenModel open, int pieces) {
            this.open = open;
            pooled = new float[open.columns()];
            values = new float[open.hasPieces() ? pieces * open.columns() : 0];
            windows = new int[open.hasPieces() ? pieces : 0];
        }

        void add(Sequence window) {
            Output output = open.output(window);
            int columns = output.columns();
            int size = open.piecesIn(window);
            for (int c = 0; c < columns; c++) {
                pooled[c] += size * output.pooled()[c];
            }
            weight += size;
            for (int i = 0; i < size && windows.length > 0; i++) {
                int from = output.at(i);
                int to = (window.first + i) * columns;
                for (int c = 0; c < columns; c++) {
                    values[to + c] += output.values()[from + c];
                }
                windows[window.first + i]++;
            }
        }

        Output output() {
            int columns = pooled.length;
            for (int c = 0; c < columns; c++) {
                pooled[c] /= weight;
            }
            for (int i = 0; i < values.length; i++) {
                values[i] /= windows[i / columns];
            }
            return new Output(Arrays.copyOf(pooled, columns), values, 0, columns);
        }
    }
}
