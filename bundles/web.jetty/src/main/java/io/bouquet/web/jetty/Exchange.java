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

/** One request from its header to the last byte of its answer. The body is read before the request takes a thread. */
final class Exchange implements Callback {
    private static final int RETRY_AFTER_SECONDS = 5;

    private enum Stage {
        READING,
        QUEUED,
        ANSWERING,
        REFUSED
    }

    private final ExchangeHandler handler;
    private final Request request;
    private final Answer answer;
    private final Callback callback;
    private final ClientEndPoint client;
    private final Address address;
    private final Queue<ByteBuffer> body = new ArrayDeque<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.READING);
    private final AtomicBoolean completed = new AtomicBoolean();
    private final TransferMonitor reading = new TransferMonitor();
    private final TransferMonitor sending = new TransferMonitor();

    private long buffered;
    private boolean bodyComplete;
    private boolean streams;
    /** Whether the answer is written while the body arrives, so that the client may pause. */
    private boolean isLive;

    private volatile boolean waitsForBody;
    private volatile long queuedSince;

    Exchange(
            ExchangeHandler handler,
            Request request,
            Response response,
            Callback callback,
            ClientEndPoint client,
            Address address) {
        this.handler = handler;
        this.request = request;
        this.callback = callback;
        this.client = client;
        this.address = address;
        this.answer = new Answer(
                request, response, handler.budget, address, handler.config.answerBytes(), handler.writers, client);
    }

    Request request() {
        return request;
    }

    Response answer() {
        return answer;
    }

    void begin() {
        client.begin(this);
        long length = request.getLength();
        if (length == 0) {
            bodyComplete = true;
            queue();
        } else if (handler.streamPaths.contain(request)) {
            isLive = true;
            stream();
        } else if (length > handler.config.bodyBytes()) {
            stream();
        } else {
            read();
        }
    }

    /** Reads the available bytes, and continues when more arrive. */
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
                refuse(new Problem(503, "the server's memory for request bodies and answers is full; try again soon"));
                return;
            }
            if (last) {
                bodyComplete = true;
                queue();
                return;
            }
            if (buffered >= handler.config.bodyBytes()) {
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
        if (!handler.budget.take(address, size)) {
            return false;
        }
        buffered += size;
        body.add(ByteBuffer.allocate(size).put(bytes).flip());
        return true;
    }

    /** A body that is too large for memory is read by the thread that answers; the number of such requests is limited. */
    private void stream() {
        streams = handler.takeStream();
        if (streams) {
            queue();
        } else {
            refuse(new Problem(503, "too many large bodies are being read; try again soon"));
        }
    }

    private void queue() {
        queuedSince = System.nanoTime();
        if (stage.compareAndSet(Stage.READING, Stage.QUEUED) && !handler.threads.admit(this)) {
            refuse(new Problem(503, "too many requests wait for an answer; try again soon"));
        }
    }

    /** Answers the request on the calling thread, which may block. */
    void run() {
        if (!stage.compareAndSet(Stage.QUEUED, Stage.ANSWERING)) {
            return;
        }
        Request read = new ReadRequest();
        try {
            if (!handler.answer(read, answer, this)) {
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

    /** Called once a second; gives up a client that is too slow. */
    void check(long now, MinimumRate minimum) {
        if (sending.isTooSlow(now, answer.isPending(), client.bytesOut(), minimum)) {
            client.close(new TimeoutException("the client reads its answer too slowly"));
        }
        if (reading.isTooSlow(now, waitsForBody && !isLive, client.bytesIn(), minimum)) {
            if (stage.get() == Stage.READING) {
                refuse(Problem.of(408, "send at least " + minimum.bytesPerSecond() + " bytes of its body a second"));
            } else {
                client.close(new TimeoutException("the client sends its body too slowly"));
            }
        }
        if (stage.get() == Stage.QUEUED && now - queuedSince > handler.queueNanos && handler.threads.giveUp(this)) {
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
            handler.budget.release(address, buffered);
        }
        if (streams) {
            handler.releaseStream();
        }
        handler.leave(client, address);
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

    /** The request with the part of the body that was read, followed by the rest. */
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
        public void demand(Runnable whenAvailable) {
            if (bodyComplete || !body.isEmpty()) {
                whenAvailable.run();
                return;
            }
            waitsForBody = true;
            super.demand(() -> {
                waitsForBody = false;
                whenAvailable.run();
            });
        }
    }
}
