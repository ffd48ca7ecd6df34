package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.tagging.rest.AnnotateRequest;
import io.bouquet.web.ApiResource;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestTimeout;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
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
    private static final String EXAMPLE =
            "{\"text\": \"Tim Cook was in Berlin.\", \"layers\": [\"entities\"], \"language\": \"en\"}";

    private final BrokerAnnotator annotator;
    private final ObjectMapper json = BundleJson.strict().build();

    @Activate
    public AnnotateResource(@Reference BrokerAnnotator annotator) {
        this.annotator = annotator;
    }

    /**
     * Annotates a text. Exactly one generation of taggers answers. If a tagger fails, only its layer is missing.
     *
     * @param timeout seconds that the caller waits for the answer
     * @return the annotations by layer
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = AnnotateRequest.class),
                            examples = @ExampleObject(value = EXAMPLE)))
    @ApiResponse(responseCode = "504", description = "No layer was complete in time")
    public AnnotateAnswer annotate(@HeaderParam(RequestTimeout.HEADER) @Nullable String timeout, JsonNode body) {
        return annotator.annotate(body, RequestTimeout.of(timeout)).toAnswer();
    }

    /**
     * Annotates a plain text.
     *
     * @param timeout  seconds that the caller waits for the answer
     * @param layers   names, several in one parameter with commas between them, or in several parameters
     * @param language ISO 639-1 code; detected if missing
     * @param offsets  unit of the offsets: {@code utf8}, {@code utf16} or {@code utf32}
     * @param key      requests with the same key get the same version in a canary
     */
    @POST
    @Consumes(MediaType.TEXT_PLAIN)
    @ApiResponse(responseCode = "504", description = "No layer was complete in time")
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

    /**
     * Annotates many texts. The answer has a document as soon as it is annotated. One bad document does not fail the others.
     *
     * @param timeout seconds that the caller waits for the answer
     * @return annotated documents by the ids of the request, then the errors
     */
    @POST
    @Path("batch")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(implementation = BatchRequest.class)))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = BatchAnswer.class)))
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

    /**
     * Texts to annotate, as the OpenAPI document describes them; {@link BatchRun} reads them.
     *
     * @param documents at most 1,000, unless configured otherwise
     * @param layers    names of the layers to add; all layers of the language if missing
     * @param language  ISO 639-1 code of all documents that have none
     * @param offsets   unit of the offsets: {@code utf8}, {@code utf16} or {@code utf32}
     * @param key       of all documents that have none
     */
    record BatchRequest(
            @JsonProperty(required = true) List<BatchText> documents,
            @Nullable List<String> layers,
            @Nullable String language,
            @Nullable String offsets,
            @Nullable String key) {}

    /** @param id unique in the batch */
    record BatchText(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String text,
            @Nullable String language,
            @Nullable String key) {}

    /** The answer to a batch, as the OpenAPI document describes it; {@link BatchWriter} writes it. */
    record BatchAnswer(List<BatchDocument> documents, List<BatchError> errors) {}

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
