package io.bouquet.jobs.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** What is read or written without objects for it, for the OpenAPI document. */
interface Shapes {
    /**
     * A job as one JSON object, with {@code documents} or {@code query}. All other members are parameters for the kind.
     *
     * @param kind      kind of the job; {@code annotate} if missing
     * @param documents documents, as the kind wants them
     * @param query     query for stored documents
     */
    record NewJob(
            @Nullable String kind,
            @Nullable List<Map<String, Object>> documents,
            @Nullable DocumentsQuery query) {}

    /**
     * A query for stored documents. A member that is missing matches all.
     *
     * @param label    documents with an annotation of this label
     * @param language documents in this language, by ISO 639-1 code
     * @param since    documents stored at this time or later
     * @param until    documents stored before this time
     */
    record DocumentsQuery(
            @Nullable String label,
            @Nullable String language,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /**
     * A form whose other fields are parameters for the kind.
     *
     * @param kind kind of the job; {@code annotate} if missing
     * @param file text lines, CSV or JSON lines; the last field
     */
    record NewJobForm(@Nullable String kind, @NotNull byte[] file) {}

    /**
     * A page of results.
     *
     * @param links the next page, if there is one
     */
    record Results(List<Result> results, Map<String, String> links) {}

    /**
     * The result of a document, or the error that it had.
     *
     * @param index  number of the document in the job, from 0
     * @param id     id of the document, a string or a number; missing if it has none
     * @param result what the kind of the job makes; missing after an error
     * @param error  why there is no result; missing if there is one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            long index,
            @Nullable Object id,
            @Nullable Object result,
            @Nullable Failure error) {}

    /**
     * An error.
     *
     * @param type kind of the error
     * @param msg  for people
     */
    record Failure(String type, String msg) {}
}
