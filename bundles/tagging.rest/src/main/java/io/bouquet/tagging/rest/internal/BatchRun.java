package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.rest.AnnotateBody;
import io.bouquet.tagging.rest.TextAnnotator.Annotated;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchAnswer;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchBody;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchDocument;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchError;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One batch, document by document on the thread of its request: a batch waits in line like everybody else. */
final class BatchRun {
    private static final int MAX_ID_LENGTH = 200;
    private static final Set<String> MEMBERS = Set.of("id", "text", "language");

    private final BrokerAnnotator annotator;
    private final BatchBody batch;
    private final List<Pipeline> pipelines;
    private final List<BatchDocument> documents = new ArrayList<>();
    private final List<BatchError> errors = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    BatchRun(BrokerAnnotator annotator, BatchBody batch) {
        this.annotator = annotator;
        this.batch = batch;
        this.pipelines = annotator.broker().pipelines();
    }

    BatchAnswer run() {
        List<JsonNode> sent = batch.documents();
        int limit = annotator.config().maxBatchDocuments();
        if (sent.size() > limit) {
            throw ProblemException.tooLarge(
                    "the batch has " + sent.size() + " documents; the limit is " + limit + ", send it in parts");
        }
        RequestCheck check = new RequestCheck(() -> pipelines);
        if (sent.isEmpty()) {
            check.add(new FieldError(
                    "too_short",
                    List.of("body", "documents"),
                    "must have at least 1 document",
                    null,
                    Map.of("min_length", 1)));
        }
        check.layers(batch.layers(), List.of("body", "layers"));
        check.language(batch.language(), List.of("body", "language"));
        check.offsets(batch.offsets(), List.of("body", "offsets"));
        check.complete();
        for (int i = 0; i < sent.size(); i++) {
            annotate(i, sent.get(i));
        }
        return new BatchAnswer(documents, errors);
    }

    private void annotate(int index, JsonNode document) {
        List<Object> loc = List.of("body", "documents", index);
        if (!document.isObject()) {
            fail(null, index, new FieldError("model_attributes_type", loc, "must be an object", null));
            return;
        }
        RequestCheck check = new RequestCheck(() -> pipelines);
        String id = string(document, "id", loc, check);
        if (id != null) {
            checkId(id, RequestCheck.at(loc, "id"), check);
        }
        String idToRepeat = id != null && RequestCheck.isWellFormed(id) ? RequestCheck.shorten(id) : null;
        String text = string(document, "text", loc, check);
        if (text != null) {
            check.text(text, RequestCheck.at(loc, "text"));
            if (annotator.isTooLong(text)) {
                check.add(new FieldError(
                        "string_too_long", RequestCheck.at(loc, "text"), annotator.tooLong(), null, Map.of()));
            }
        }
        String language = document.has("language") ? string(document, "language", loc, check) : batch.language();
        check.language(language, RequestCheck.at(loc, "language"));
        for (Iterator<String> names = document.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!MEMBERS.contains(name)) {
                check.add(new FieldError(
                        "extra_forbidden",
                        RequestCheck.at(loc, RequestCheck.shorten(name)),
                        "is not known here; known: id, language, text",
                        null));
            }
        }
        check.errors().forEach(error -> fail(idToRepeat, index, error));
        if (check.errors().isEmpty() && id != null && text != null) {
            annotate(index, id, new AnnotateBody(text, batch.layers(), language, batch.offsets()), loc);
        }
    }

    private void annotate(int index, String id, AnnotateBody body, List<Object> loc) {
        try {
            Annotated annotated = annotator.annotate(body, RequestCheck.at(loc, "text"), loc);
            documents.add(new BatchDocument(id, annotated.toAnswer()));
        } catch (ProblemException e) {
            if (e.errors().isEmpty()) {
                fail(
                        id,
                        index,
                        new FieldError(e.status() == 503 ? "unavailable" : "value_error", loc, e.detail(), null));
            }
            e.errors().forEach(error -> fail(id, index, error));
        }
    }

    private void checkId(String id, List<Object> loc, RequestCheck check) {
        check.wellFormed(id, loc);
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            check.add(new FieldError(
                    id.isEmpty() ? "string_too_short" : "string_too_long",
                    loc,
                    "must have 1 to " + MAX_ID_LENGTH + " characters",
                    null));
        } else if (!ids.add(id)) {
            check.add(new FieldError("value_error", loc, "another document of the batch has this id", null));
        }
    }

    private static @Nullable String string(JsonNode document, String name, List<Object> loc, RequestCheck check) {
        JsonNode value = document.path(name);
        if (value.isTextual()) {
            return value.textValue();
        }
        List<Object> at = RequestCheck.at(loc, name);
        check.add(
                value.isMissingNode()
                        ? new FieldError("missing", at, "'" + name + "' is required", null)
                        : new FieldError("string_type", at, "must be a string", null));
        return null;
    }

    private void fail(@Nullable String id, int index, FieldError error) {
        errors.add(new BatchError(id, index, error.type(), error.loc(), error.msg()));
    }
}
