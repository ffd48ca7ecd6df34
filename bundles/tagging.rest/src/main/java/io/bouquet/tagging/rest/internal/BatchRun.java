package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.PendingResult;
import io.bouquet.tagging.rest.OffsetUnit;
import io.bouquet.tagging.rest.TextAnnotator.Annotated;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchDocument;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchError;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One batch, document by document on the thread of its request: a batch waits in line like everybody else. All
 * are answered by one generation. Documents are objects with {@code id}, {@code text} and, if wanted, their own {@code
 * language} and {@code key}; one that does not fit does not fail the rest.
 */
final class BatchRun {
    private static final List<String> MEMBERS = List.of("documents", "layers", "language", "offsets", "key");
    private static final List<String> DOCUMENT_MEMBERS = List.of("id", "text", "language", "key");

    /** Number of texts submitted ahead of the awaited one: enough that no thread of the broker waits for the next text. */
    private static final int SIDE_BY_SIDE = 2 * Runtime.getRuntime().availableProcessors();

    private final BrokerAnnotator annotator;
    private final JsonNode documents;
    private final List<String> layers;
    private final String language;
    private final OffsetUnit offsets;
    private final String key;
    private final Duration timeLimit;
    private final long began = System.nanoTime();
    private final Set<String> ids = new HashSet<>();

    /** Receives the answer, part by part. */
    interface Answer {
        void add(BatchDocument document) throws IOException;

        void add(BatchError error);

        /** After the last document and error. */
        void end() throws IOException;
    }

    /** The answer to one document, which may still be pending. */
    private interface Part {
        void addTo(Answer answer) throws IOException;
    }

    private BatchRun(
            BrokerAnnotator annotator,
            JsonNode documents,
            List<String> layers,
            String language,
            OffsetUnit offsets,
            String key,
            Duration timeLimit) {
        this.annotator = annotator;
        this.documents = documents;
        this.layers = layers;
        this.language = language;
        this.offsets = offsets;
        this.key = key;
        this.timeLimit = timeLimit;
    }

    /**
     * Checks the batch as a whole.
     *
     * @param timeLimit for all documents together; zero for none
     * @throws ProblemException 413 where there are too many documents or characters, 422 where the batch itself does not
     *     fit
     */
    static BatchRun of(BrokerAnnotator annotator, JsonNode batch, Duration timeLimit) {
        List<Object> loc = List.of("body");
        List<Object> documentsLoc = List.of("body", "documents");
        RequestCheck check = new RequestCheck(annotator.broker()::pipelines);
        if (!check.object(batch, loc, MEMBERS)) {
            check.complete();
        }
        JsonNode documents = batch.path("documents");
        refuseTooLarge(annotator, documents);
        if (documents.isMissingNode()) {
            check.add(new FieldError("missing", documentsLoc, "is required", null));
        } else if (!documents.isArray()) {
            check.add(new FieldError("list_type", documentsLoc, "must be a list", null));
        } else if (documents.isEmpty()) {
            check.add(new FieldError(
                    "too_short", documentsLoc, "must have at least 1 document", null, Map.of("min_length", 1)));
        }
        List<String> layers = check.layers(batch.path("layers"), RequestCheck.at(loc, "layers"));
        String language = check.language(batch.path("language"), RequestCheck.at(loc, "language"));
        OffsetUnit offsets = check.offsets(batch.path("offsets"), RequestCheck.at(loc, "offsets"));
        String key = check.key(batch.path("key"), RequestCheck.at(loc, "key"));
        check.complete();
        return new BatchRun(annotator, documents, layers, language, offsets, key, timeLimit);
    }

    private static void refuseTooLarge(BrokerAnnotator annotator, JsonNode documents) {
        int most = annotator.config().maxBatchDocuments();
        if (documents.size() > most) {
            throw ProblemException.tooLarge(
                    "the batch has " + documents.size() + " documents; the limit is " + most + ", send it in parts");
        }
        long characters = 0;
        for (JsonNode document : documents) {
            String text = document.path("text").asText();
            characters += text.codePointCount(0, text.length());
        }
        int limit = annotator.config().maxBatchCharacters();
        if (characters > limit) {
            throw ProblemException.tooLarge("the texts of the batch have " + characters
                    + " characters in all; the limit is " + limit + ", send it in parts");
        }
    }

    /**
     * Annotates the whole batch.
     *
     * @throws ProblemException 503 if too many batches are being annotated, or a required tagger is being replaced;
     *     nothing was answered then
     * @throws IOException      if {@code answer} throws it; the rest is not annotated
     */
    void run(Answer answer) throws IOException {
        annotator.enterBatch();
        try (Lease lease = annotator.broker().lease(layers, timeLimit)) {
            Deque<Part> ahead = new ArrayDeque<>();
            for (int i = 0; i < documents.size(); i++) {
                ahead.add(begin(lease, i, documents.get(i)));
                if (ahead.size() > SIDE_BY_SIDE) {
                    ahead.remove().addTo(answer);
                }
            }
            for (Part part : ahead) {
                part.addTo(answer);
            }
            answer.end();
        } catch (AwaitedTaggerException e) {
            throw BrokerAnnotator.awaited(e);
        } finally {
            annotator.leaveBatch();
        }
    }

    /** Checks a document and submits its text. */
    private Part begin(Lease lease, int index, JsonNode document) {
        List<Object> loc = List.of("body", "documents", index);
        RequestCheck check = new RequestCheck(lease::pipelines);
        if (!check.object(document, loc, DOCUMENT_MEMBERS)) {
            return refused(null, index, check.errors());
        }
        String id = id(document, RequestCheck.at(loc, "id"), check);
        String text = check.text(document.path("text"), RequestCheck.at(loc, "text"));
        if (text != null && annotator.isTooLong(text)) {
            check.add(new FieldError(
                    "string_too_long", RequestCheck.at(loc, "text"), annotator.tooLong(), null, Map.of()));
        }
        String its = check.language(document.path("language"), RequestCheck.at(loc, "language"));
        String itsKey = check.key(document.path("key"), RequestCheck.at(loc, "key"));
        if (id == null || text == null || !check.errors().isEmpty()) {
            return refused(id, index, check.errors());
        }
        AnnotationRequest request = new AnnotationRequest(
                text,
                layers,
                document.has("language") ? its : language,
                document.has("key") ? itsKey : key,
                timeLeft());
        try {
            PendingResult pending = BrokerAnnotator.ask(() -> lease.submit(request), request, loc);
            return answer -> {
                AnnotationResult result;
                try {
                    result = BrokerAnnotator.ask(pending::await, request, loc);
                } catch (ProblemException e) {
                    failed(id, index, loc, e).addTo(answer);
                    return;
                }
                answer.add(new BatchDocument(id, new Annotated(text, offsets, result).toAnswer()));
            };
        } catch (ProblemException e) {
            return failed(id, index, loc, e);
        }
    }

    /** A document for which no time is left is not annotated within a nanosecond. */
    private Duration timeLeft() {
        return timeLimit.isZero()
                ? timeLimit
                : Duration.ofNanos(Math.max(1, timeLimit.toNanos() - (System.nanoTime() - began)));
    }

    private static Part failed(String id, int index, List<Object> loc, ProblemException e) {
        return refused(
                id,
                index,
                e.errors().isEmpty()
                        ? List.of(new FieldError(TextError.type(e.status()), loc, e.detail(), null))
                        : e.errors());
    }

    private static Part refused(@Nullable String id, int index, List<FieldError> errors) {
        List<FieldError> all = List.copyOf(errors);
        return answer -> all.forEach(error -> answer.add(error(id, index, error)));
    }

    /** The id, also where it does not fit but can be repeated. */
    private @Nullable String id(JsonNode document, List<Object> loc, RequestCheck check) {
        String id = check.id(document.path("id"), loc);
        if (id == null) {
            return null;
        }
        if (RequestCheck.isIdLength(id) && !ids.add(id)) {
            check.add(new FieldError("value_error", loc, "is that of another document of the batch", null));
        }
        return RequestCheck.isWellFormed(id) ? RequestCheck.shorten(id) : null;
    }

    private static BatchError error(@Nullable String id, int index, FieldError error) {
        return new BatchError(id, index, error.type(), error.loc(), error.msg());
    }
}
