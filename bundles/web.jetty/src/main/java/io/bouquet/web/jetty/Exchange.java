package io.bouquet.web.jetty;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request, from its head to the last byte of its answer. Its body is read before it takes a thread. */
final class Exchange implements Callback {
    private static final int RETRY_AFTER_SECONDS = 5;

    private enum Stage {
        READING,
        QUEUED,
        ANSWERING,
        REFUSED
    }

    private final Edge edge;
    private final Request request;
    private final Answer answer;
    private final Callback callback;
    private final ClientEndPoint client;
    private final Address address;
    private final Queue<ByteBuffer> body = new ArrayDeque<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.READING);
    private final AtomicBoolean completed = new AtomicBoolean();
    private final Progress reading = new Progress();
    private final Progress sending = new Progress();

    private long buffered;
    private boolean bodyComplete;
    private boolean streams;
    private volatile boolean waitsForBody;
    private volatile long queuedSince;

    Exchange(Edge edge, Request request, Response response, Callback callback, ClientEndPoint client, Address address) {
        this.edge = edge;
        this.request = request;
        this.callback = callback;
        this.client = client;
        this.address = address;
        this.answer =
                new Answer(request, response, edge.budget, address, edge.config.answerBytes(), edge.writers, client);
    }

    Request request() {
        return request;
    }

    void begin() {
        client.begin(this);
        long length = request.getLength();
        if (length == 0) {
            bodyComplete = true;
            queue();
        } else if (length > edge.config.bodyBytes()) {
            stream();
        } else {
            read();
        }
    }

    /** Reads what is there, and comes back when more is. */
    private void read() {
        waitsForBody = false;
        while (stage.get() == Stage.READING) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                waitsForBody = true;
                request.demand(this::read);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                refuse(problem(chunk.getFailure()));
                return;
            }
            boolean kept = keep(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!kept) {
                refuse(new Problem(503, "the server holds as much of bodies and answers as it may; try again soon"));
                return;
            }
            if (last) {
                bodyComplete = true;
                queue();
                return;
            }
            if (buffered >= edge.config.bodyBytes()) {
                stream();
                return;
            }
        }
    }

    private boolean keep(ByteBuffer bytes) {
        int size = bytes.remaining();
        if (size == 0) {
            return true;
        }
        if (!edge.budget.take(address, size)) {
            return false;
        }
        buffered += size;
        body.add(ByteBuffer.allocate(size).put(bytes).flip());
        return true;
    }

    /** A body too large for memory is read by the thread that wants it; few may do so at once. */
    private void stream() {
        streams = edge.takeStream();
        if (streams) {
            queue();
        } else {
            refuse(new Problem(503, "too many large bodies are being read; try again soon"));
        }
    }

    private void queue() {
        queuedSince = System.nanoTime();
        if (stage.compareAndSet(Stage.READING, Stage.QUEUED) && !edge.threads.admit(this)) {
            refuse(new Problem(503, "too many requests wait for an answer; try again soon"));
        }
    }

    /** Has the request answered, on a thread that it may keep. */
    void run() {
        if (!stage.compareAndSet(Stage.QUEUED, Stage.ANSWERING)) {
            return;
        }
        Request read = new ReadRequest();
        try {
            if (!edge.answer(read, answer, this)) {
                ProblemErrorHandler.send(Problem.of(404, null), request, answer, this);
            }
        } catch (Throwable e) {
            Response.writeError(read, answer, this, e);
        }
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof HttpException refused) {
            return Problem.of(refused.getCode(), refused.getReason());
        }
        if (failure instanceof TimeoutException) {
            return Problem.of(408, null);
        }
        return Problem.of(400, "the body ends too early");
    }

    private void refuse(Problem problem) {
        Stage before = stage.getAndUpdate(now -> now == Stage.ANSWERING ? now : Stage.REFUSED);
        if (before == Stage.ANSWERING || before == Stage.REFUSED) {
            return;
        }
        answer.getHeaders().put(HttpHeader.CONNECTION, "close");
        if (problem.status() == 503) {
            answer.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        ProblemErrorHandler.send(problem, request, answer, this);
    }

    /** Called once a second: a client that is too slow is not waited for any longer. */
    void check(long now, Pace pace) {
        if (sending.isTooSlow(now, answer.isPending(), client.bytesOut(), pace)) {
            client.close(new TimeoutException("the client reads its answer too slowly"));
        }
        if (reading.isTooSlow(now, waitsForBody, client.bytesIn(), pace)) {
            if (stage.get() == Stage.READING) {
                refuse(Problem.of(408, "send at least " + pace.bytesPerSecond() + " bytes of its body a second"));
            } else {
                client.close(new TimeoutException("the client sends its body too slowly"));
            }
        }
        if (stage.get() == Stage.QUEUED && now - queuedSince > edge.queueNanos && edge.threads.giveUp(this)) {
            refuse(new Problem(503, "no thread was free to answer in time; try again soon"));
        }
    }

    @Override
    public void succeeded() {
        complete(null);
    }

    @Override
    public void failed(Throwable cause) {
        complete(cause);
    }

    private void complete(@Nullable Throwable cause) {
        if (completed.compareAndSet(false, true)) {
            answer.whenSent(() -> end(cause == null ? answer.failure() : cause));
        }
    }

    private void end(@Nullable Throwable cause) {
        client.end();
        if (buffered > 0) {
            edge.budget.giveBack(address, buffered);
        }
        if (streams) {
            edge.giveStreamBack();
        }
        edge.leave(client, address);
        if (cause == null) {
            callback.succeeded();
        } else {
            callback.failed(cause);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return callback.getInvocationType();
    }

    /** The request with the body that was read, and what comes after it. */
    private final class ReadRequest extends Request.Wrapper {
        ReadRequest() {
            super(request);
        }

        @Override
        public Content.@Nullable Chunk read() {
            ByteBuffer next = body.poll();
            if (next != null) {
                return Content.Chunk.from(next, bodyComplete && body.isEmpty());
            }
            return bodyComplete ? Content.Chunk.EOF : super.read();
        }

        @Override
        public void demand(Runnable whenThere) {
            if (bodyComplete || !body.isEmpty()) {
                whenThere.run();
                return;
            }
            waitsForBody = true;
            super.demand(() -> {
                waitsForBody = false;
                whenThere.run();
            });
        }
    }
}
