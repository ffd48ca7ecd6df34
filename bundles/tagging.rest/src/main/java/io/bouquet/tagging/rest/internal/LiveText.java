package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.socket.SocketListener;
import io.bouquet.web.socket.SocketSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A text that one client types: of its versions one is annotated at a time and one waits; a newer version replaces the waiting
 * one. So fast typing lengthens no queue. Each version gets exactly one message back, under its id.
 */
final class LiveText implements SocketListener {
    private final BrokerAnnotator annotator;
    private final ObjectMapper json;
    private final SocketSession session;
    private final Executor executor;

    /** Guarded by this. */
    private boolean isAnnotating;

    private @Nullable Version waiting;

    /** The answer to a version. */
    record Answer(Object id, @JsonUnwrapped AnnotateAnswer answer) {}

    /** The answer to a version that a newer one has replaced. */
    record Skipped(Object id, boolean skipped) {}

    /** The answer to a message that cannot be annotated. */
    record Failure(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Object id,

            TextError error) {}

    private record Version(Object id, ObjectNode document, CompletableFuture<Void> answered) {}

    LiveText(BrokerAnnotator annotator, ObjectMapper json, SocketSession session, Executor executor) {
        this.annotator = annotator;
        this.json = json;
        this.session = session;
        this.executor = executor;
    }

    @Override
    public CompletionStage<?> text(String message) {
        Object id = null;
        Version version;
        try {
            ObjectNode document = LineDocument.of(json, message.getBytes(StandardCharsets.UTF_8));
            id = LineDocument.takeId(document);
            if (id == null) {
                throw ProblemException.unprocessable(
                        List.of(new FieldError("missing", List.of("body", "id"), "is required", null)));
            }
            version = new Version(id, document, new CompletableFuture<>());
        } catch (ProblemException e) {
            return send(new Failure(id, TextError.of(e)));
        }
        Version replaced;
        synchronized (this) {
            replaced = waiting;
            waiting = isAnnotating ? version : null;
            if (!isAnnotating) {
                isAnnotating = true;
                executor.execute(() -> annotate(version));
            }
        }
        if (replaced != null) {
            answer(replaced, new Skipped(replaced.id(), true));
        }
        return version.answered();
    }

    private void annotate(Version first) {
        Version next = first;
        while (next != null) {
            Version version = next;
            try {
                answer(version, annotated(version));
            } catch (RuntimeException e) {
                version.answered().completeExceptionally(e);
            }
            synchronized (this) {
                next = waiting;
                waiting = null;
                isAnnotating = next != null;
            }
        }
    }

    private Object annotated(Version version) {
        try {
            return new Answer(
                    version.id(),
                    annotator
                            .annotate(version.document(), LineDocument.TEXT, LineDocument.BODY, Duration.ZERO)
                            .toAnswer());
        } catch (ProblemException e) {
            return new Failure(version.id(), TextError.of(e));
        }
    }

    private void answer(Version version, Object answer) {
        CompletionStage<Void> sent = send(answer);
        sent.whenComplete((any, failure) -> {
            if (failure == null) {
                version.answered().complete(null);
            } else {
                version.answered().completeExceptionally(failure);
            }
        });
    }

    private CompletionStage<Void> send(Object answer) {
        try {
            return session.send(json.writeValueAsString(answer));
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("an answer does not fit into JSON", never);
        }
    }

    @Override
    public synchronized void closed(int code, String reason) {
        waiting = null;
    }
}
