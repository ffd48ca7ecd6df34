package io.bouquet.jobs.rest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.jobs.JobItem;
import io.bouquet.jobs.JobItems;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A job in one JSON object: {@code documents} or {@code query}, perhaps {@code kind}, and the parameters for the kind. It
 * is held in memory as a whole, so it is limited; larger jobs are uploaded as files.
 *
 * @param query null if the documents are in the batch
 */
record JsonBatch(
        String kind,
        Map<String, Object> parameters,
        List<?> documents,
        @Nullable StoredQuery query) {
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final JsonMapper JSON = BundleJson.strict()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static JsonBatch read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw ProblemException.tooLarge("a job as one JSON object has at most " + MAX_BYTES
                    + " bytes; send more documents as application/x-ndjson, text/csv or text/plain");
        }
        return of(JSON.readValue(bytes, Object.class));
    }

    private static JsonBatch of(@Nullable Object body) {
        List<FieldError> errors = new ArrayList<>();
        if (!(body instanceof Map<?, ?> members)) {
            throw ProblemException.unprocessable(
                    List.of(new FieldError("model_attributes_type", List.of("body"), "must be an object", null)));
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        members.forEach((name, value) -> parameters.put((String) name, value));
        Object kind = parameters.containsKey("kind") ? parameters.remove("kind") : JobForm.DEFAULT_KIND;
        if (!(kind instanceof String)) {
            errors.add(new FieldError("string_type", List.of("body", "kind"), "must be a string", null));
        }
        boolean hasQuery = parameters.containsKey("query");
        boolean hasDocuments = parameters.containsKey("documents");
        Object query = parameters.remove("query");
        Object documents = parameters.remove("documents");
        if (hasQuery == hasDocuments) {
            errors.add(new FieldError(
                    hasQuery ? "value_error" : "missing",
                    List.of("body", "documents"),
                    hasQuery ? "and query exclude each other" : "or query is required",
                    null));
        } else if (hasDocuments && !(documents instanceof List<?>)) {
            errors.add(new FieldError("list_type", List.of("body", "documents"), "must be a list", null));
        }
        StoredQuery stored = hasQuery ? StoredQuery.of(query, errors) : null;
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new JsonBatch(
                String.valueOf(kind), parameters, documents instanceof List<?> list ? list : List.of(), stored);
    }

    JobItems items() {
        AtomicInteger next = new AtomicInteger();
        return () -> {
            int index = next.getAndIncrement();
            return index < documents.size()
                    ? Optional.of(JobItem.of(List.of("body", "documents", index), documents.get(index)))
                    : Optional.empty();
        };
    }
}
