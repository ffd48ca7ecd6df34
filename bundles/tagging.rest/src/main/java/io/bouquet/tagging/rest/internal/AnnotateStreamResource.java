package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.common.json.BundleJson;
import io.bouquet.web.ApiResource;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestLease;
import io.bouquet.web.RequestTimeout;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /api/annotate/stream}: annotates each line of the body while the next ones arrive. */
@Component(service = AnnotateStreamResource.class)
@ApiResource
@Path("annotate/stream")
@Produces(AnnotateStreamResource.NDJSON)
public final class AnnotateStreamResource {
    static final String NDJSON = "application/x-ndjson";

    private final BrokerAnnotator annotator;
    private final ObjectMapper json = BundleJson.strict().build();

    @Activate
    public AnnotateStreamResource(@Reference BrokerAnnotator annotator) {
        this.annotator = annotator;
    }

    /** @param layers and the other options apply to lines without options of their own */
    @POST
    @Consumes({NDJSON, MediaType.TEXT_PLAIN})
    public StreamingOutput annotate(
            InputStream body,
            @Context HttpServletRequest request,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @HeaderParam(RequestTimeout.HEADER) @Nullable String timeout,
            @QueryParam("layers") List<String> layers,
            @QueryParam("language") @Nullable String language,
            @QueryParam("offsets") @Nullable String offsets,
            @QueryParam("key") @Nullable String key) {
        MediaType type = MediaType.valueOf(contentType);
        String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase(StandardCharsets.UTF_8.name())) {
            throw ProblemException.of(415, "lines must be in UTF-8, not in '" + charset + "'");
        }
        ObjectNode options = AnnotateResource.options(layers, language, offsets, key);
        StreamRun.check(annotator, options);
        Duration timeLimit = RequestTimeout.of(timeout);
        StreamRun.Format format = type.getSubtype().equals("plain") ? StreamRun.Format.TEXT : StreamRun.Format.JSON;
        Optional<RequestLease> lease = RequestLease.of(request);
        return out -> {
            StreamRun run = new StreamRun(annotator, json, format, options, timeLimit, body, out);
            lease.ifPresent(held -> held.onEnding(run::end));
            run.run();
        };
    }
}
