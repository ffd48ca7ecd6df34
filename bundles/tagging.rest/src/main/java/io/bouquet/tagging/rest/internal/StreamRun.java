package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.PendingResult;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.tagging.rest.internal.BrokerAnnotator.Checked;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream: annotates a few lines side by side, and reads no further ones before it has written the answer to the first
 * of them. So a client that reads slowly is read from slowly. Each line is answered by the generation that serves when it
 * is its turn, so a long stream holds no generation.
 */
final class StreamRun {
    /** Number of lines that are annotated at once: enough that no thread of the broker waits for the next one. */
    private static final int SIDE_BY_SIDE = 2 * Runtime.getRuntime().availableProcessors();

    private static final List<Object> BODY = LineDocument.BODY;

    /** What a line holds. */
    enum Format {
        /** An object with the members of an annotate request and, if wanted, an id. */
        JSON,
        /** A text. */
        TEXT
    }

    /**
     * The answer to a line.
     *
     * @param line number of the line in the body, counted from 1
     * @param id   as sent; missing if there was none
     */
    record Answer(
            long line,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Object id,

            @JsonUnwrapped AnnotateAnswer answer) {}

    /** The answer to a line that cannot be annotated, or the last line of a stream that ends early. */
    record Failure(
            long line,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Object id,

            TextError error) {}

    /** A line that is being annotated. */
    private record Begun(long number, @Nullable Object id, Checked text, Lease lease, PendingResult result) {
        Object await() {
            try (lease) {
                return new Answer(
                        number,
                        id,
                        text.with(BrokerAnnotator.ask(result::await, text.request(), BODY))
                                .toAnswer());
            } catch (ProblemException e) {
                return failure(number, id, e);
            }
        }
    }

    private final BrokerAnnotator annotator;
    private final ObjectMapper json;
    private final Format format;
    private final ObjectNode options;
    private final Duration timeLimit;
    private final Lines lines;
    private final OutputStream out;

    private final Object lock = new Object();
    /** The thread that waits for the client; null if none does. Guarded by the lock. */
    private @Nullable Thread reader;

    private volatile boolean ending;
    /** Lines without an answer, in their order: {@link Begun}, or the answer to a line that is not annotated. */
    private final Deque<Object> ahead = new ArrayDeque<>();

    private @Nullable Failure last;

    /**
     * @param options   of lines that have none of their own
     * @param timeLimit for each line; zero for none
     */
    StreamRun(
            BrokerAnnotator annotator,
            ObjectMapper json,
            Format format,
            ObjectNode options,
            Duration timeLimit,
            InputStream body,
            OutputStream out) {
        this.annotator = annotator;
        this.json = json;
        this.format = format;
        this.options = options;
        this.timeLimit = timeLimit;
        this.lines = new Lines(body, annotator.config().maxLineBytes());
        this.out = out;
    }

    /** @throws ProblemException 422 if the options of a stream are invalid */
    static void check(BrokerAnnotator annotator, ObjectNode options) {
        List<Object> query = List.of("query");
        RequestCheck check = new RequestCheck(annotator.broker()::pipelines);
        check.layers(options.path("layers"), RequestCheck.at(query, "layers"));
        check.language(options.path("language"), RequestCheck.at(query, "language"));
        check.offsets(options.path("offsets"), RequestCheck.at(query, "offsets"));
        check.key(options.path("key"), RequestCheck.at(query, "key"));
        check.complete();
    }

    /** Ends the stream after the lines that are being annotated. */
    void end() {
        synchronized (lock) {
            ending = true;
            if (reader != null) {
                reader.interrupt();
            }
        }
    }

    /**
     * Answers line by line, until the body ends or the stream has to.
     *
     * @throws ProblemException 503 if too many streams are open; nothing was answered then
     * @throws IOException      if the client takes no more answers
     */
    void run() throws IOException {
        annotator.enterStream();
        try {
            while (begin()) {
                // until the body ends
            }
            while (!ahead.isEmpty()) {
                writeNext();
            }
            if (last != null) {
                write(last);
            }
        } finally {
            ahead.forEach(line -> {
                if (line instanceof Begun begun) {
                    begun.lease().close();
                }
            });
            annotator.leaveStream();
        }
    }

    /** Begins with the next line, or writes the answer to an earlier one before; returns false if there is no next one. */
    private boolean begin() throws IOException {
        boolean isMoreThere = isMoreThere();
        if (ahead.size() >= SIDE_BY_SIDE || !ahead.isEmpty() && !isMoreThere) {
            writeNext();
            return true;
        }
        if (!isMoreThere) {
            out.flush();
        }
        Lines.Line line = next();
        if (line != null) {
            begin(line);
        }
        return line != null;
    }

    private void writeNext() throws IOException {
        Object line = ahead.remove();
        write(line instanceof Begun begun ? begun.await() : line);
    }

    private boolean isMoreThere() {
        try {
            return lines.isReady();
        } catch (IOException e) {
            // the next read fails in the same way
            return true;
        }
    }

    /** Returns the next line; null if there is none, and then {@code last} says why if the body goes on. */
    private Lines.@Nullable Line next() throws IOException {
        Lines.Line line = null;
        try {
            if (startsReading()) {
                line = lines.next();
            }
        } catch (IOException e) {
            if (!ending) {
                last = failure("unreadable", String.valueOf(e.getMessage()));
            }
        } finally {
            stopsReading();
        }
        if (line == null && ending) {
            last = failure(
                    "ending", "the service is being replaced; send the lines after line " + lines.number() + " again");
        }
        return line;
    }

    private Failure failure(String type, String msg) {
        return new Failure(lines.number(), null, new TextError(type, BODY, msg, List.of()));
    }

    private boolean startsReading() {
        synchronized (lock) {
            if (!ending) {
                reader = Thread.currentThread();
            }
            return !ending;
        }
    }

    private void stopsReading() {
        synchronized (lock) {
            if (reader != null && ending) {
                // the interrupt was for the read only
                Thread.interrupted();
            }
            reader = null;
        }
    }

    private void begin(Lines.Line line) {
        byte[] bytes = line.bytes();
        if (bytes == null) {
            ahead.add(failure(
                    "line_too_long", "is longer than " + annotator.config().maxLineBytes() + " bytes, the limit"));
        } else if (!isBlank(bytes)) {
            ahead.add(begin(line.number(), bytes));
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte one : line) {
            if (one != ' ' && one != '\t') {
                return false;
            }
        }
        return true;
    }

    private Object begin(long number, byte[] line) {
        Object id = null;
        try {
            ObjectNode document = format == Format.TEXT ? LineDocument.ofText(line) : LineDocument.of(json, line);
            id = LineDocument.takeId(document);
            options.properties().forEach(option -> document.putIfAbsent(option.getKey(), option.getValue()));
            Broker serving = annotator.broker();
            Checked text = annotator.check(serving, document, LineDocument.TEXT, BODY, timeLimit);
            return begin(number, id, text, serving);
        } catch (ProblemException e) {
            return failure(number, id, e);
        }
    }

    private static Begun begin(long number, @Nullable Object id, Checked text, Broker serving) {
        Lease lease = BrokerAnnotator.ask(
                () -> serving.lease(text.request().layers(), text.request().timeLimit()), text.request(), BODY);
        boolean isBegun = false;
        try {
            PendingResult result = BrokerAnnotator.ask(() -> lease.submit(text.request()), text.request(), BODY);
            isBegun = true;
            return new Begun(number, id, text, lease, result);
        } finally {
            if (!isBegun) {
                lease.close();
            }
        }
    }

    private static Failure failure(long number, @Nullable Object id, ProblemException e) {
        return new Failure(number, id, TextError.of(e));
    }

    private void write(Object line) throws IOException {
        out.write(json.writeValueAsBytes(line));
        out.write('\n');
    }
}
