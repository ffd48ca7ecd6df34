package io.bouquet.tagging.oip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.oip.Wire.IndexedModel;
import io.bouquet.tagging.oip.Wire.Live;
import io.bouquet.tagging.oip.Wire.ModelMetadata;
import io.bouquet.tagging.oip.Wire.ModelReady;
import io.bouquet.tagging.oip.Wire.OipError;
import io.bouquet.tagging.oip.Wire.Ready;
import io.bouquet.tagging.oip.Wire.ServerMetadata;
import io.bouquet.tagging.oip.Wire.TensorMetadata;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestTimeout;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/**
 * {@code /v2}: the Open Inference Protocol. Bodies are bytes here and errors are made here, since the protocol has a form
 * of its own for both.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">the protocol</a>
 */
@Component(service = OipResource.class)
@JaxrsResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=" + OipApplication.NAME + ")")
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@ApiResponse(
        responseCode = "400",
        description = "The request is invalid",
        content = @Content(schema = @Schema(implementation = OipError.class)))
@ApiResponse(
        responseCode = "404",
        description = "There is no such model or version",
        content = @Content(schema = @Schema(implementation = OipError.class)))
@ApiResponse(
        responseCode = "4XX",
        description = "The request is refused for another reason",
        content = @Content(schema = @Schema(implementation = OipError.class)))
@ApiResponse(
        responseCode = "503",
        description = "Temporarily not available; try again after the seconds of `Retry-After`",
        content = @Content(schema = @Schema(implementation = OipError.class)))
public final class OipResource {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final List<String> EXTENSIONS = List.of("binary_tensor_data");

    private final Models models;
    private final Inference inference;
    private final String serverVersion;
    private final ObjectMapper json = BundleJson.strict().build();

    @Activate
    public OipResource(@Reference Models models, @Reference Inference inference, BundleContext context) {
        this(models, inference, context.getBundle().getVersion());
    }

    OipResource(Models models, Inference inference, Version version) {
        this.models = models;
        this.inference = inference;
        this.serverVersion = version.toString();
    }

    /** Returns the name, the version and the extensions of the server. */
    @GET
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = ServerMetadata.class)))
    public Response server() {
        return ok(new ServerMetadata("bouquet", serverVersion, EXTENSIONS));
    }

    /** Tells that the server runs. */
    @GET
    @Path("health/live")
    @SecurityRequirements
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = Live.class)))
    public Response live() {
        return ok(new Live(true));
    }

    /** Tells whether all models are ready. */
    // the specification names the member live, and servers send ready
    @GET
    @Path("health/ready")
    @SecurityRequirements
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = Ready.class)))
    @ApiResponse(
            responseCode = "400",
            description = "Not ready",
            content = @Content(schema = @Schema(implementation = Ready.class)))
    public Response ready() {
        boolean ready = models.isReady();
        return json(ready ? 200 : 400, new Ready(ready, ready));
    }

    /** Returns the versions, inputs and outputs of a model. */
    @GET
    @Path("models/{name}")
    @OipAnswers.Metadata
    public Response model(@PathParam("name") String name) {
        return answer(() -> metadata(models.get(name, null)));
    }

    /** Returns the inputs and outputs of a version of a model. */
    @GET
    @Path("models/{name}/versions/{version}")
    @OipAnswers.Metadata
    public Response model(@PathParam("name") String name, @PathParam("version") String version) {
        return answer(() -> metadata(models.get(name, version)));
    }

    /** Tells whether a model is ready. */
    @GET
    @Path("models/{name}/ready")
    @OipAnswers.Readiness
    public Response modelReady(@PathParam("name") String name) {
        return answer(() -> ready(models.get(name, null)));
    }

    /** Tells whether a version of a model is ready. */
    @GET
    @Path("models/{name}/versions/{version}/ready")
    @OipAnswers.Readiness
    public Response modelReady(@PathParam("name") String name, @PathParam("version") String version) {
        return answer(() -> ready(models.get(name, version)));
    }

    /**
     * Annotates texts with a model: one tensor of texts in, a tensor for each layer out.
     *
     * @param length  length of the JSON before the binary data of a request; missing without such data
     * @param timeout seconds that the caller waits for the answer
     */
    @POST
    @Path("models/{name}/infer")
    @OipAnswers.Infers
    public Response infer(
            @PathParam("name") String name,
            @HeaderParam(JSON_LENGTH) @Nullable String length,
            @HeaderParam(RequestTimeout.HEADER) @Nullable String timeout,
            byte[] body) {
        return answer(() -> infer(models.get(name, null), length, timeout, body));
    }

    /**
     * Annotates texts with a version of a model: one tensor of texts in, a tensor for each layer out.
     *
     * @param length  length of the JSON before the binary data of a request; missing without such data
     * @param timeout seconds that the caller waits for the answer
     */
    @POST
    @Path("models/{name}/versions/{version}/infer")
    @OipAnswers.Infers
    public Response infer(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @HeaderParam(JSON_LENGTH) @Nullable String length,
            @HeaderParam(RequestTimeout.HEADER) @Nullable String timeout,
            byte[] body) {
        return answer(() -> infer(models.get(name, version), length, timeout, body));
    }

    /** Lists the models, as Triton does. Models are bundles here, and so are loaded and unloaded as plugins. */
    @POST
    @Path("repository/index")
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = IndexedModel.class))))
    public Response index() {
        return answer(() -> {
            List<IndexedModel> index = new ArrayList<>();
            models.all()
                    .values()
                    .forEach(model -> index.add(new IndexedModel(
                            model.name(), model.version(), model.isReady() ? "READY" : "UNAVAILABLE", model.reason())));
            return ok(index);
        });
    }

    @GET
    @Path("{other: .+}")
    @Hidden
    public Response nothing() {
        return error(new OipException(404, "the protocol has no such path"));
    }

    @POST
    @Path("{other: .+}")
    @Hidden
    public Response nothingToPost() {
        return nothing();
    }

    private Response metadata(Model model) {
        return ok(new ModelMetadata(
                model.name(),
                model.versions(),
                "bouquet",
                List.of(tensor(Model.TEXT)),
                model.layers().stream().map(OipResource::tensor).toList()));
    }

    private static TensorMetadata tensor(String name) {
        return new TensorMetadata(name, Model.DATATYPE, List.of(-1));
    }

    private Response ready(Model model) {
        return json(model.isReady() ? 200 : 400, new ModelReady(model.name(), model.isReady()));
    }

    private Response infer(Model model, @Nullable String jsonLength, @Nullable String timeout, byte[] body) {
        InferRequest request = InferRequest.of(body, jsonLength, json);
        Inference.Result result = inference.infer(model, request, timeLimit(timeout));
        InferResponse response = InferResponse.of(model, request, result, json);
        if (!response.isBinary()) {
            return Response.ok(response.body(), MediaType.APPLICATION_JSON).build();
        }
        return Response.ok(response.body(), MediaType.APPLICATION_OCTET_STREAM)
                .header(JSON_LENGTH, response.jsonLength())
                .build();
    }

    private static Duration timeLimit(@Nullable String timeout) {
        try {
            return RequestTimeout.of(timeout);
        } catch (ProblemException e) {
            throw OipException.invalid(e.detail());
        }
    }

    private Response answer(Supplier<Response> answer) {
        try {
            return answer.get();
        } catch (OipException e) {
            return error(e);
        }
    }

    private Response error(OipException e) {
        String message =
                new String(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Response response = json(e.status(), new OipError(message));
        return e.retryAfterSeconds() == 0
                ? response
                : Response.fromResponse(response)
                        .header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds())
                        .build();
    }

    private Response ok(Object body) {
        return json(200, body);
    }

    private Response json(int status, Object body) {
        try {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(json.writeValueAsBytes(body))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
