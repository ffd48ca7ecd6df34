package io.bouquet.tagging.oip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestTimeout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
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

    @GET
    public Response server() {
        return ok(members("name", "bouquet", "version", serverVersion, "extensions", EXTENSIONS));
    }

    @GET
    @Path("health/live")
    public Response live() {
        return ok(Map.of("live", true));
    }

    /** The specification names the member {@code live}, and servers send {@code ready}. */
    @GET
    @Path("health/ready")
    public Response ready() {
        boolean ready = models.isReady();
        return json(ready ? 200 : 400, members("live", ready, "ready", ready));
    }

    @GET
    @Path("models/{name}")
    public Response model(@PathParam("name") String name) {
        return answer(() -> metadata(models.get(name, null)));
    }

    @GET
    @Path("models/{name}/versions/{version}")
    public Response model(@PathParam("name") String name, @PathParam("version") String version) {
        return answer(() -> metadata(models.get(name, version)));
    }

    @GET
    @Path("models/{name}/ready")
    public Response modelReady(@PathParam("name") String name) {
        return answer(() -> ready(models.get(name, null)));
    }

    @GET
    @Path("models/{name}/versions/{version}/ready")
    public Response modelReady(@PathParam("name") String name, @PathParam("version") String version) {
        return answer(() -> ready(models.get(name, version)));
    }

    @POST
    @Path("models/{name}/infer")
    public Response infer(
            @PathParam("name") String name,
            @HeaderParam(JSON_LENGTH) @Nullable String length,
            @HeaderParam(RequestTimeout.HEADER) @Nullable String timeout,
            byte[] body) {
        return answer(() -> infer(models.get(name, null), length, timeout, body));
    }

    @POST
    @Path("models/{name}/versions/{version}/infer")
    public Response infer(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @HeaderParam(JSON_LENGTH) @Nullable String length,
            @HeaderParam(RequestTimeout.HEADER) @Nullable String timeout,
            byte[] body) {
        return answer(() -> infer(models.get(name, version), length, timeout, body));
    }

    /** Triton's list of models. Models are bundles here, and so are loaded and unloaded as plugins. */
    @POST
    @Path("repository/index")
    public Response index() {
        return answer(() -> {
            List<Map<String, Object>> index = new ArrayList<>();
            models.all()
                    .values()
                    .forEach(model -> index.add(members(
                            "name",
                            model.name(),
                            "version",
                            model.version(),
                            "state",
                            model.isReady() ? "READY" : "UNAVAILABLE",
                            "reason",
                            model.reason())));
            return ok(index);
        });
    }

    @GET
    @Path("{other: .+}")
    public Response nothing() {
        return error(new OipException(404, "the protocol has no such path"));
    }

    @POST
    @Path("{other: .+}")
    public Response nothingToPost() {
        return nothing();
    }

    private Response metadata(Model model) {
        return ok(members(
                "name",
                model.name(),
                "versions",
                model.versions(),
                "platform",
                "bouquet",
                "inputs",
                List.of(tensor(Model.TEXT)),
                "outputs",
                model.layers().stream().map(OipResource::tensor).toList()));
    }

    private static Map<String, Object> tensor(String name) {
        return members("name", name, "datatype", Model.DATATYPE, "shape", List.of(-1));
    }

    private Response ready(Model model) {
        return json(model.isReady() ? 200 : 400, members("name", model.name(), "ready", model.isReady()));
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
        Response response = json(e.status(), Map.of("error", message));
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

    /** @param namesAndValues each name before its value */
    private static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}
