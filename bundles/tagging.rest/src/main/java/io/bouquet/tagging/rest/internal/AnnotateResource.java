package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.web.ApiResource;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestTimeout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.ws.rs.Consumes;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/annotate}: annotations of one text, or of a batch. */
@Component(service = AnnotateResource.class)
@ApiResource
@JSONRequired
@Path("annotate")
@Produces(MediaType.APPLICATION_JSON)
public final class AnnotateResource {
    private final BrokerAnnotator annotator;
    private final ObjectMapper json = WireJson.newMapper();

    @Activate
    public AnnotateResource(@Reference BrokerAnnotator annotator) {
        this.annotator = annotator;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public AnnotateAnswer annotate(@HeaderParam(RequestTimeout.HEADER) @Nullable String timeout, JsonNode body) {
        return annotator.annotate(body, RequestTimeout.of(timeout)).toAnswer();
    }

    /** @param layers names, separated by commas or in several parameters */
    @POST
    @Consumes(MediaType.TEXT_PLAIN)
    public AnnotateAnswer annotate(
            byte[] text,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @HeaderParam(RequestTimeout.HEADER) @Nullable String timeout,
            @QueryParam("layers") List<String> layers,
            @QueryParam("language") @Nullable String language,
            @QueryParam("offsets") @Nullable String offsets,
            @QueryParam("key") @Nullable String key) {
        String charset = MediaType.valueOf(contentType).getParameters().get(MediaType.CHARSET_PARAMETER);
        return annotate(decode(text, charset), layers, language, offsets, key, RequestTimeout.of(timeout));
    }

    AnnotateAnswer annotate(
            String text,
            List<String> layers,
            @Nullable String language,
            @Nullable String offsets,
            @Nullable String key,
            Duration timeLimit) {
        ObjectNode body = options(layers, language, offsets, key).put("text", text);
        return annotator
                .annotate(body, List.of("body"), List.of("query"), timeLimit)
                .toAnswer();
    }

    /** Returns the members of an annotate request that parameters of the query stand for. */
    static ObjectNode options(
            List<String> layers, @Nullable String language, @Nullable String offsets, @Nullable String key) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!layers.isEmpty()) {
            ArrayNode names = body.putArray("layers");
            layers.stream()
                    .flatMap(some -> Arrays.stream(some.split(",", -1)))
                    .map(String::strip)
                    .forEach(names::add);
        }
        body.put("language", language);
        body.put("offsets", offsets);
        body.put("key", key);
        return body;
    }

    @POST
    @Path("batch")
    @Consumes(MediaType.APPLICATION_JSON)
    public StreamingOutput annotateAll(@HeaderParam(RequestTimeout.HEADER) @Nullable String timeout, JsonNode body) {
        BatchRun batch = BatchRun.of(annotator, body, RequestTimeout.of(timeout));
        return out -> {
            try (BatchWriter answer = new BatchWriter(json, out)) {
                batch.run(answer);
            }
        };
    }

    static String decode(byte[] body, @Nullable String charset) {
        try {
            Charset decoder = charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset);
            // a new decoder reports invalid bytes; new String(…) would replace them
            return decoder.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.unprocessable(List.of(new FieldError(
                    "string_unicode",
                    List.of("body"),
                    "is no text in " + (charset == null ? "UTF-8" : charset),
                    null,
                    Map.of())));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(415, "the charset '" + charset + "' is not known; send UTF-8");
        }
    }

    record BatchDocument(String id, @JsonUnwrapped AnnotateAnswer answer) {}

    /**
     * The reason why a document was not annotated.
     *
     * @param id    id as sent; missing if there was no valid id
     * @param index index in the batch, from 0
     */
    record BatchError(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String id,

            int index,
            String type,
            List<Object> loc,
            String msg) {}
}
