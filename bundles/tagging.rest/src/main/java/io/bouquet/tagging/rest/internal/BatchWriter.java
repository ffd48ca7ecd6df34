package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchDocument;
import io.bouquet.tagging.rest.internal.AnnotateResource.BatchError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams the response to a batch: {@code {"documents": […], "errors": […]}}. Documents are not kept after they are
 * written, so a batch needs no more memory than its largest document. Errors are small, and come last.
 *
 * <p>Nothing is written before the first document is annotated, so that a refused batch can get an error response. If
 * writing fails, the client has disconnected, and the rest is not annotated.
 */
final class BatchWriter implements BatchRun.Answer, AutoCloseable {
    private final ObjectMapper json;
    private final OutputStream out;
    private final List<BatchError> errors = new ArrayList<>();
    private @Nullable JsonGenerator begun;

    BatchWriter(ObjectMapper json, OutputStream out) {
        this.json = json;
        this.out = out;
    }

    @Override
    public void add(BatchDocument document) throws IOException {
        json.writeValue(begin(), document);
    }

    @Override
    public void add(BatchError error) {
        errors.add(error);
    }

    private JsonGenerator begin() throws IOException {
        JsonGenerator writer = begun;
        if (writer == null) {
            writer = json.createGenerator(out, JsonEncoding.UTF8);
            // the container closes the stream
            writer.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            // after a failure the incomplete JSON must not be completed
            writer.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            begun = writer;
            writer.writeStartObject();
            writer.writeArrayFieldStart("documents");
        }
        return writer;
    }

    @Override
    public void end() throws IOException {
        JsonGenerator writer = begin();
        writer.writeEndArray();
        writer.writeArrayFieldStart("errors");
        for (BatchError error : errors) {
            json.writeValue(writer, error);
        }
        writer.writeEndArray();
        writer.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        if (begun != null) {
            begun.close();
        }
    }
}
