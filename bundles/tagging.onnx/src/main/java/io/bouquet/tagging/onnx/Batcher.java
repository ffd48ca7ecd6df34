package io.bouquet.tagging.onnx;

import io.bouquet.common.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs the sequences of many callers in common batches. A free runner takes what waits and does not wait for more. It
 * takes one sequence of each call in turn, so a long text does not hold up short ones; sequences of similar length share
 * a batch, so that little is padding. Thread-safe.
 */
final class Batcher implements AutoCloseable {
    /** Takes this many batches from the calls at once, to have sequences of similar length. */
    private static final int BATCHES_AT_ONCE = 4;

    private static final String CLOSED = "the model is closed";

    /** Runs a batch and writes the results into its sequences. Called by several threads at once. */
    interface Run {
        void run(List<Sequence> batch) throws Exception;
    }

    /** The sequences of one caller. */
    static final class Call {
        /** Guarded by the lock of the batcher. */
        private final Deque<Sequence> waiting = new ArrayDeque<>();

        private final BlockingQueue<Sequence> done = new LinkedBlockingQueue<>();

        /** Waits for the next sequence that has run; they come in any order. */
        Sequence take() throws InterruptedException {
            return done.take();
        }
    }

    private final EngineSettings settings;
    private final Run run;
    private final Runnable onIdle;
    private final List<Thread> runners = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    /** Calls with waiting sequences. Guarded by lock. */
    private final Deque<Call> calls = new ArrayDeque<>();

    /** Batches that no runner has taken yet, with their calls. Guarded by lock. */
    private final Deque<List<Item>> batches = new ArrayDeque<>();

    private boolean closed;

    private enum State {
        WORK,
        IDLE,
        CLOSED
    }

    private record Item(Call call, Sequence sequence) {
        int length() {
            return sequence.ids.length;
        }
    }

    /** @param onIdle called by a runner that has had no work for the idle time, again and again; it may close the batcher */
    Batcher(String name, EngineSettings settings, Run run, Runnable onIdle) {
        this.settings = settings;
        this.run = run;
        this.onIdle = onIdle;
        for (int i = 0; i < settings.runners(); i++) {
            Thread runner = Threads.daemon("onnx-" + name + "-" + i, this::serve);
            runners.add(runner);
            runner.start();
        }
    }

    /** @throws IllegalStateException if the batcher is closed */
    void submit(Call call, List<Sequence> sequences) {
        if (sequences.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException(CLOSED);
            }
            if (call.waiting.isEmpty()) {
                calls.add(call);
            }
            call.waiting.addAll(sequences);
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops the waiting sequences of a call. */
    void cancel(Call call) {
        lock.lock();
        try {
            call.waiting.clear();
            calls.remove(call);
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        try {
            while (true) {
                switch (await()) {
                    case CLOSED -> {
                        return;
                    }
                    case IDLE -> onIdle.run();
                    case WORK -> next().ifPresent(this::run);
                }
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(List<Item> batch) {
        try {
            run.run(batch.stream().map(Item::sequence).toList());
        } catch (Exception | LinkageError | OutOfMemoryError failure) {
            batch.forEach(item -> item.sequence.failure = failure);
        }
        batch.forEach(item -> item.call.done.add(item.sequence));
    }

    /** Waits for work, the end, or until the idle time is over. */
    private State await() throws InterruptedException {
        lock.lock();
        try {
            long left = settings.idle().toNanos();
            while (batches.isEmpty() && calls.isEmpty() && !closed && left > 0) {
                left = work.awaitNanos(left);
            }
            if (closed) {
                return State.CLOSED;
            }
            return batches.isEmpty() && calls.isEmpty() ? State.IDLE : State.WORK;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next batch; empty if another runner was faster, or the calls were cancelled. */
    private Optional<List<Item>> next() {
        lock.lock();
        try {
            if (batches.isEmpty() && !calls.isEmpty()) {
                form();
            }
            Optional<List<Item>> batch = Optional.ofNullable(batches.poll());
            if (!batches.isEmpty()) {
                work.signal();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void form() {
        List<Item> taken = new ArrayList<>();
        int pieces = 0;
        while (!calls.isEmpty() && pieces < BATCHES_AT_ONCE * settings.batchPieces()) {
            Call call = calls.remove();
            Item item = new Item(call, call.waiting.remove());
            if (!call.waiting.isEmpty()) {
                calls.add(call);
            }
            taken.add(item);
            pieces += item.length();
        }
        taken.sort(Comparator.comparingInt(Item::length));
        List<Item> batch = new ArrayList<>();
        for (Item item : taken) {
            if (!batch.isEmpty() && item.length() * (batch.size() + 1) > settings.batchPieces()) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        batches.add(batch);
    }

    /** Fails the sequences that wait, and waits for the batches that run. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            batches.forEach(batch -> batch.forEach(Batcher::refuse));
            batches.clear();
            calls.forEach(call -> {
                call.waiting.forEach(sequence -> refuse(new Item(call, sequence)));
                call.waiting.clear();
            });
            calls.clear();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread runner : runners) {
            while (runner.isAlive() && runner != Thread.currentThread()) {
                try {
                    runner.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(Item item) {
        item.sequence.failure = new IllegalStateException(CLOSED);
        item.call.done.add(item.sequence);
    }
}
