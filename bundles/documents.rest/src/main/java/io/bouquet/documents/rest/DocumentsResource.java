package io.bouquet.documents.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentPage;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.DocumentSummary;
import io.bouquet.documents.SimilarDocuments;
import io.bouquet.documents.SimilarDocuments.Match;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.tagging.rest.AnnotateAnswer.GenerationStamp;
import io.bouquet.tagging.rest.AnnotateAnswer.MissingLayer;
import io.bouquet.tagging.rest.AnnotateRequest;
import io.bouquet.tagging.rest.OffsetUnit;
import io.bouquet.tagging.rest.TextAnnotator;
import io.bouquet.tagging.rest.TextAnnotator.Annotated;
import io.bouquet.tagging.rest.WireAnnotation;
import io.bouquet.web.ApiResource;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestTimeout;
import io.bouquet.web.binding.ForbidUnknownQuery;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/documents}: annotated and stored texts. */
@Component(service = DocumentsResource.class)
@ApiResource
@JSONRequired
@Path("documents")
@Produces(MediaType.APPLICATION_JSON)
public final class DocumentsResource {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final TextAnnotator annotator;

    // dynamic, so that an outage of the database does not unregister this resource and rewire the API
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable DocumentStore documents;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable SimilarDocuments similar;

    @Activate
    public DocumentsResource(@Reference TextAnnotator annotator) {
        this.annotator = annotator;
    }

    /**
     * Annotates a text and stores both.
     *
     * @param timeout seconds that the caller waits for the answer
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(implementation = AnnotateRequest.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The stored document",
            content = @Content(schema = @Schema(implementation = Stored.class)))
    @ApiResponse(responseCode = "504", description = "No layer was complete in time")
    public Response add(@HeaderParam(RequestTimeout.HEADER) @Nullable String timeout, JsonNode body) {
        Stored stored = store(body, RequestTimeout.of(timeout));
        return Response.created(URI.create("documents/" + stored.id()))
                .entity(stored)
                .build();
    }

    Stored store(JsonNode body, Duration timeLimit) {
        DocumentStore store = documents(); // fails before the text is annotated
        FieldError.ofNul(List.of("body", "text"), body.path("text").asText()).ifPresent(nul -> {
            throw ProblemException.unprocessable(List.of(nul));
        });
        Annotated annotated = annotator.annotate(body, timeLimit);
        Document document = store.add(annotated.text(), annotated.result());
        return Stored.of(document, annotated.offsets(), annotated.toAnswer().errors());
    }

    /** Lists documents: the latest first, or with {@code like} the most similar first. */
    @GET
    @ForbidUnknownQuery
    public Page find(@BeanParam DocumentFilter filter, @Context UriInfo request) {
        return find(filter, request.getBaseUri().getPath());
    }

    Page find(DocumentFilter filter, String base) {
        String like = filter.like();
        if (like != null && !like.isBlank()) {
            return like(like, filter, base);
        }
        DocumentPage page = documents().find(filter.toQuery());
        return new Page(
                page.documents().stream().map(Listed::of).toList(),
                page.total(),
                filter.offset(),
                filter.limit(),
                filter.links(base + "documents", page.total()));
    }

    private Page like(String text, DocumentFilter filter, String base) {
        SimilarDocuments index = similar;
        if (index == null) {
            throw unavailable();
        }
        List<Match> matches;
        try {
            matches = index.like(text, filter.toQuery(), filter.least());
        } catch (IllegalArgumentException e) {
            throw ProblemException.unprocessable(List.of(new FieldError(
                    "value_error", List.of("query", "like"), String.valueOf(e.getMessage()), text, Map.of())));
        }
        return new Page(
                matches.stream()
                        .skip(filter.offset())
                        .limit(filter.limit())
                        .map(match -> Listed.of(match.document()).with(match.similarity()))
                        .toList(),
                matches.size(),
                filter.offset(),
                filter.limit(),
                filter.links(base + "documents", matches.size()));
    }

    /**
     * Shows a document with its annotations.
     *
     * @param id      id of the document
     * @param offsets unit of the offsets
     */
    @GET
    @Path("{id}")
    public Stored get(@PathParam("id") String id, @QueryParam("offsets") @DefaultValue("utf16") OffsetUnit offsets) {
        return documents()
                .get(id)
                .map(document -> Stored.of(document, offsets, null))
                .orElseThrow(() -> notFound(id));
    }

    /**
     * Deletes a document.
     *
     * @param id id of the document
     */
    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) {
        if (!documents().delete(id)) {
            throw notFound(id);
        }
    }

    private DocumentStore documents() {
        DocumentStore store = documents;
        if (store == null) {
            throw unavailable();
        }
        return store;
    }

    private static ProblemException unavailable() {
        return ProblemException.unavailable(
                "the store of documents is not there at the moment; try again soon", RETRY_AFTER_SECONDS);
    }

    private static ProblemException notFound(String id) {
        return ProblemException.notFound(
                "no document has the id '" + id + "'; GET /api/documents lists those there are");
    }

    /** @param errors layers that failed; only in the answer to the request that stores the document */
    record Stored(
            String id,
            Instant created,
            @Nullable String language,
            String text,
            String offsets,
            Map<String, List<WireAnnotation>> layers,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<MissingLayer> errors,

            GenerationStamp generation) {
        static Stored of(Document document, OffsetUnit offsets, @Nullable List<MissingLayer> errors) {
            return new Stored(
                    document.id(),
                    document.created(),
                    AnnotateAnswer.language(document.language()),
                    document.text(),
                    offsets.wireName(),
                    AnnotateAnswer.layers(document.text(), offsets, document.layers()),
                    errors,
                    new GenerationStamp(document.generation(), document.taggers()));
        }
    }

    /** @param links the previous and next page, if they exist */
    record Page(List<Listed> documents, long total, int offset, int limit, Map<String, String> links) {}

    /**
     * A document in a list.
     *
     * @param excerpt the beginning of the text
     * @param length  of the text, in characters (code points)
     * @param layers     number of annotations by layer
     * @param similarity similarity to what was asked for, −1 to 1; only with {@code like}
     */
    record Listed(
            String id,
            Instant created,
            @Nullable String language,
            String excerpt,
            int length,
            Map<String, Integer> layers,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double similarity) {
        static Listed of(DocumentSummary document) {
            return new Listed(
                    document.id(),
                    document.created(),
                    AnnotateAnswer.language(document.language()),
                    document.excerpt(),
                    document.characters(),
                    document.layers(),
                    null);
        }

        Listed with(double other) {
            return new Listed(id, created, language, excerpt, length, layers, Math.round(other * 10_000) / 10_000.0);
        }
    }
}
