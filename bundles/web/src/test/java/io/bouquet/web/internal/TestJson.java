package io.bouquet.web.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.stream.Stream;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.StreamingOutput;
import javax.ws.rs.ext.MessageBodyWriter;

/** Writes answers as JSON, in the place of the bundle that does so for the platform. */
final class TestJson implements MessageBodyWriter<Object> {
    private final JsonMapper json =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return MediaType.APPLICATION_JSON_TYPE.isCompatible(mediaType)
                && Stream.of(StreamingOutput.class, CharSequence.class, byte[].class)
                        .noneMatch(other -> other.isAssignableFrom(type));
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        // all at once: after the first byte the status could not change any more
        body.write(json.writeValueAsBytes(value));
    }
}
