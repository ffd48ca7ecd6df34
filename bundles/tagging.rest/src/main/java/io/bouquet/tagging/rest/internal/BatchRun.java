package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.rest.TextAnnotator.Annotated;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchAnswer;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchDocument;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchError;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.ArrayList;
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
    private static final int MAX_ID_LENGTH = 200;
    private static final List<String> MEMBERS = List.of("documents", "layers", "language", "offsets", "key");
    private static final List<String> DOCUMENT_MEMBERS = List.of("id", "text", "language", "key");
    /** What a document has once the options of the batch are put into it. */
    private static final List<String> COMPLETE_MEMBERS = List.of("id", "text", "layers", "language", "offsets", "key");

    private final BrokerAnnotator annotator;
    private final JsonNode batch;
    private final List<Pipeline> pipelines;
    private final List<BatchDocument> documents = new ArrayList<>();
    private final List<BatchError> errors = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    BatchRun(BrokerAnnotator annotator, JsonNode batch) {
        this.annotator = annotator;
        this.batch = batch;
        this.pipelines = annotator.broker().pipelines();
    }

    /**
     * Annotates all of it.
     *
     * @throws ProblemException 413 where there are too many documents, 422 where the batch itself does not fit, 503
     *     where a tagger that is needed is being replaced
     */
    BatchAnswer run() {
        List<String> layers = checkBatch();
        JsonNode sent = batch.path("documents");
        try (Lease lease = annotator.broker().lease(layers)) {
            for (int i = 0; i < sent.size(); i++) {
                annotate(lease, i, sent.get(i));
            }
        } catch (AwaitedTaggerException e) {
            throw BrokerAnnotator.awaited(e);
        }
        return new BatchAnswer(documents, errors);
    }

    /** The layers wanted; empty for all. */
    private List<String> checkBatch() {
        List<Object> loc = List.of("body");
        List<Object> documentsLoc = List.of("body", "documents");
        RequestCheck check = new RequestCheck(() -> pipelines);
        if (!check.object(batch, loc, MEMBERS)) {
            check.complete();
        }
        JsonNode sent = batch.path("documents");
        int limit = annotator.config().maxBatchDocuments();
        if (sent.size() > limit) {
            throw ProblemException.tooLarge(
                    "the batch has " + sent.size() + " documents; the limit is " + limit + ", send it in parts");
        }
        if (sent.isMissingNode()) {
            check.add(new FieldError("missing", documentsLoc, "is required", null));
        } else if (!sent.isArray()) {
            check.add(new FieldError("list_type", documentsLoc, "must be a list", null));
        } else if (sent.isEmpty()) {
            check.add(new FieldError(
                    "too_short", documentsLoc, "must have at least 1 document", null, Map.of("min_length", 1)));
        }
        List<String> layers = check.layers(batch.path("layers"), RequestCheck.at(loc, "layers"));
        check.language(batch.path("language"), RequestCheck.at(loc, "language"));
        check.offsets(batch.path("offsets"), RequestCheck.at(loc, "offsets"));
        check.key(batch.path("key"), RequestCheck.at(loc, "key"));
        check.complete();
        return layers;
    }

    private void annotate(Lease lease, int index, JsonNode document) {
        List<Object> loc = List.of("body", "documents", index);
        RequestCheck check = new RequestCheck(() -> pipelines);
        String id = null;
        if (check.object(document, loc, DOCUMENT_MEMBERS)) {
            id = id(document, RequestCheck.at(loc, "id"), check);
            String text = check.text(document.path("text"), RequestCheck.at(loc, "text"));
            if (text != null && annotator.isTooLong(text)) {
                check.add(new FieldError(
                        "string_too_long", RequestCheck.at(loc, "text"), annotator.tooLong(), null, Map.of()));
            }
            check.language(document.path("language"), RequestCheck.at(loc, "language"));
            check.key(document.path("key"), RequestCheck.at(loc, "key"));
        }
        for (FieldError error : check.errors()) {
            fail(id, index, error);
        }
        if (check.errors().isEmpty() && id != null) {
            annotate(lease, index, id, complete(document), loc);
        }
    }

    private ObjectNode complete(JsonNode document) {
        ObjectNode complete = document.deepCopy();
        for (String own : List.of("language", "key")) {
            if (!document.has(own)) {
                complete.set(own, batch.get(own));
            }
        }
        complete.set("layers", batch.get("layers"));
        complete.set("offsets", batch.get("offsets"));
        return complete;
    }

    private void annotate(Lease lease, int index, String id, JsonNode document, List<Object> loc) {
        try {
            Annotated annotated =
                    annotator.annotate(lease::annotate, document, RequestCheck.at(loc, "text"), loc, COMPLETE_MEMBERS);
            documents.add(new BatchDocument(id, annotated.toAnswer()));
        } catch (ProblemException e) {
            if (e.errors().isEmpty()) {
                String type = e.status() == 503 ? "unavailable" : "value_error";
                fail(id, index, new FieldError(type, loc, e.detail(), null));
            }
            e.errors().forEach(error -> fail(id, index, error));
        }
    }

    /** The id, also where it does not fit but can be repeated. */
    private @Nullable String id(JsonNode document, List<Object> loc, RequestCheck check) {
        String id = check.string(document.path("id"), loc);
        if (id == null) {
            return null;
        }
        check.wellFormed(id, loc);
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            check.add(new FieldError(
                    id.isEmpty() ? "string_too_short" : "string_too_long",
                    loc,
                    "must have 1 to " + MAX_ID_LENGTH + " characters",
                    null));
        } else if (!ids.add(id)) {
            check.add(new FieldError("value_error", loc, "is that of another document of the batch", null));
        }
        return RequestCheck.isWellFormed(id) ? RequestCheck.shorten(id) : null;
    }

    private void fail(@Nullable String id, int index, FieldError error) {
        errors.add(new BatchError(id, index, error.type(), error.loc(), error.msg()));
    }
}
