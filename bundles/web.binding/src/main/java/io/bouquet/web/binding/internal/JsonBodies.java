package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.bouquet.common.json.BundleJson;
import io.bouquet.web.ProblemException;
import java.io.CharConversionException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.StreamingOutput;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.MessageBodyWriter;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsMediaType;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/**
 * Reads and writes JSON bodies for the resources of all applications. {@link Binding} binds request bodies and finds all
 * errors at once.
 */
@Component(service = {MessageBodyReader.class, MessageBodyWriter.class})
@JaxrsExtension
@JaxrsName("bouquet-json")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
@JaxrsMediaType(MediaType.APPLICATION_JSON)
public final class JsonBodies implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
    private static final int MAX_TYPES = 200;

    private static final List<Class<?>> NOT_JSON = List.of(
            CharSequence.class,
            byte[].class,
            InputStream.class,
            Reader.class,
            StreamingOutput.class,
            File.class,
            Path.class);

    private final Json json;

    @Activate
    public JsonBodies(@Reference Json json) {
        this.json = json;
    }

    static JsonMapper newMapper() {
        return BundleJson.strict()
                .annotationIntrospector(new TypeRules())
                // before the modules, since one of them modifies it
                .typeFactory(newTypeFactory())
                .addModules(new JavaTimeModule(), new Jdk8Module())
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(
                        DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                // the container closes the stream
                .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
                .build();
    }

    /** Returns a type factory with a cache that is collected with its user. */
    static TypeFactory newTypeFactory() {
        return BundleJson.types(MAX_TYPES);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isJson(type, mediaType);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isJson(type, mediaType);
    }

    private static boolean isJson(Class<?> type, @Nullable MediaType mediaType) {
        if (mediaType == null || NOT_JSON.stream().anyMatch(not -> not.isAssignableFrom(type))) {
            return false;
        }
        String subtype = mediaType.getSubtype().toLowerCase(Locale.ROOT);
        return subtype.equals("json") || subtype.endsWith("+json");
    }

    @Override
    public @Nullable Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        JsonMapper mapper = json.mapper();
        JsonNode tree;
        try {
            tree = mapper.readTree(body);
        } catch (CharConversionException e) {
            throw new JsonParseException(null, "the bytes are not text in the encoding that they begin with", e);
        }
        Message message = PhaseInterceptorChain.getCurrentMessage();
        Binding binding = message == null ? null : message.getExchange().get(Binding.class);
        return binding == null || binding.isComplete()
                ? bind(tree, mapper.constructType(genericType == null ? type : genericType), mapper)
                : binding.bindBody(tree);
    }

    /**
     * Binds a body outside of a request.
     *
     * @throws ProblemException 422 with all errors, up to the limit of one answer
     */
    static @Nullable Object bind(JsonNode body, JavaType type, JsonMapper mapper) {
        Attempt attempt = new Attempt(mapper);
        Object value = null;
        try {
            value = Plans.bindBody(Plans.of(type, false), body, attempt);
        } catch (Attempt.TooManyFailures e) {
            // the answer has no room for more
        }
        if (!attempt.failures().isEmpty()) {
            throw ProblemException.unprocessable(attempt.failures().stream()
                    .map(failure -> Binding.error(failure, Messages.of(null), List.of()))
                    .toList());
        }
        return value;
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            @Nullable MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        // into memory first: after the first byte the status could not change any more
        byte[] bytes = writer(value, genericType, annotations).writeValueAsBytes(value);
        // no headers: this is an event of a stream
        if (headers != null) {
            headers.putSingle(HttpHeaders.CONTENT_LENGTH, bytes.length);
        }
        body.write(bytes);
    }

    private ObjectWriter writer(Object value, @Nullable Type genericType, Annotation @Nullable [] annotations) {
        JsonMapper mapper = json.mapper();
        JavaType declared =
                genericType == null || genericType == value.getClass() ? declared() : mapper.constructType(genericType);
        return writer(mapper, value, declared, annotations);
    }

    /** Returns a writer of the properties that the method declares, whatever the class of the value has besides. */
    static ObjectWriter writer(
            JsonMapper mapper, Object value, @Nullable JavaType declared, Annotation @Nullable [] annotations) {
        Class<?> view = view(annotations);
        ObjectWriter writer = view == null ? mapper.writer() : mapper.writerWithView(view);
        if (declared == null || !declared.getRawClass().isInstance(value)) {
            return writer;
        }
        // a record has no subclass
        boolean isWhole =
                value.getClass().isRecord() && declared.hasRawClass(value.getClass()) && !declared.hasGenericTypes();
        return isWhole ? writer : writer.forType(TypeRules.shapes(declared) ? declared.withStaticTyping() : declared);
    }

    /** Returns what the method declares; CXF does not know it if the answer comes later, such as from a CompletionStage. */
    private static @Nullable JavaType declared() {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        OperationResourceInfo operation =
                message == null ? null : message.getExchange().get(OperationResourceInfo.class);
        return operation == null ? null : MethodPlan.of(operation).answer();
    }

    private static @Nullable Class<?> view(Annotation @Nullable [] annotations) {
        for (Annotation one : annotations == null ? new Annotation[0] : annotations) {
            if (one instanceof JsonView views && views.value().length > 0) {
                return views.value()[0];
            }
        }
        return null;
    }
}
