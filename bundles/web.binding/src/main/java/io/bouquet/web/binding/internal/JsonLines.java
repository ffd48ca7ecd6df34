package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.web.RequestLease;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.ext.MessageBodyWriter;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsMediaType;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the objects of a {@link Stream} as JSON lines, each as soon as it is there and the client has taken those before it.
 * An answer that cannot be completed ends with a line that has only the member {@code error}.
 */
@Component(service = MessageBodyWriter.class)
@JaxrsExtension
@JaxrsName("bouquet-json-lines")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
@JaxrsMediaType({"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"})
public final class JsonLines implements MessageBodyWriter<Stream<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(JsonLines.class);
    private static final List<String> SUBTYPES = List.of("x-ndjson", "ndjson", "jsonl", "x-jsonlines");

    private final Json json;

    @Activate
    public JsonLines(@Reference Json json) {
        this.json = json;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return Stream.class.isAssignableFrom(type)
                && SUBTYPES.contains(mediaType.getSubtype().toLowerCase(Locale.ROOT));
    }

    @Override
    public void writeTo(
            Stream<?> objects,
            Class<?> type,
            @Nullable Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        Message message = Objects.requireNonNull(PhaseInterceptorChain.getCurrentMessage());
        MethodPlan plan = MethodPlan.of(message.getExchange().get(OperationResourceInfo.class));
        Optional<RequestLease> lease = Optional.ofNullable((HttpServletRequest)
                        message.getExchange().getInMessage().get(AbstractHTTPDestination.HTTP_REQUEST))
                .flatMap(RequestLease::of);
        JsonMapper mapper = json.mapper();
        JavaType declared =
                genericType == null || genericType == type ? plan.answer() : mapper.constructType(genericType);
        JavaType element = declared == null ? null : declared.containedType(0);
        try (Stream<?> all = objects) {
            Lines lines = new Lines(all.iterator(), plan, mapper, element, annotations);
            // a failure before the first line is a problem with its status
            byte[] line = lines.next();
            while (line != null) {
                body.write(line);
                body.flush();
                line = lease.filter(RequestLease::isEnding).isPresent()
                        ? lines.end(
                                "ending",
                                "the service is being replaced, and there may be more; send the request again")
                        : lines.nextOrError();
            }
        }
    }

    /** The lines of one answer. */
    private static final class Lines {
        private final Iterator<?> objects;
        private final MethodPlan plan;
        private final JsonMapper mapper;
        private final @Nullable JavaType declared;
        private final Annotation[] annotations;
        private boolean hasEnded;

        Lines(
                Iterator<?> objects,
                MethodPlan plan,
                JsonMapper mapper,
                @Nullable JavaType declared,
                Annotation[] annotations) {
            this.objects = objects;
            this.plan = plan;
            this.mapper = mapper;
            this.declared = declared;
            this.annotations = annotations;
        }

        /** Returns null at the end. */
        byte @Nullable [] next() throws IOException {
            if (hasEnded || !objects.hasNext()) {
                return null;
            }
            Object object = objects.next();
            List<String> broken = plan.constraints().ofAnswer(object);
            if (!broken.isEmpty()) {
                throw new IllegalStateException(
                        "an object of an answer breaks its own constraints: " + String.join("; ", broken));
            }
            return line(JsonBodies.writer(mapper, object, declared, annotations).writeValueAsBytes(object));
        }

        byte @Nullable [] nextOrError() {
            try {
                return next();
            } catch (IOException | RuntimeException e) {
                LOG.error("An answer in JSON lines cannot be completed", e);
                return end("failed", "the service failed; the log says why");
            }
        }

        /** Returns the last line; null if it was returned before. */
        byte @Nullable [] end(String type, String msg) {
            if (hasEnded) {
                return null;
            }
            hasEnded = true;
            return line(mapper.createObjectNode()
                    .set("error", mapper.createObjectNode().put("type", type).put("msg", msg))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8));
        }

        private static byte[] line(byte[] json) {
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        }
    }
}
