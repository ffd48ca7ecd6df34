package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import io.bouquet.web.ProblemException;
import io.bouquet.web.binding.FilePart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.ext.ParamConverter;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.jaxrs.ext.MessageContextImpl;
import org.apache.cxf.jaxrs.ext.multipart.Attachment;
import org.apache.cxf.jaxrs.ext.multipart.ContentDisposition;
import org.apache.cxf.jaxrs.impl.HttpHeadersImpl;
import org.apache.cxf.jaxrs.impl.MetadataMap;
import org.apache.cxf.jaxrs.impl.UriInfoImpl;
import org.apache.cxf.jaxrs.model.Parameter;
import org.apache.cxf.jaxrs.model.URITemplate;
import org.apache.cxf.jaxrs.provider.ServerProviderFactory;
import org.apache.cxf.jaxrs.utils.HttpUtils;
import org.apache.cxf.jaxrs.utils.JAXRSUtils;
import org.apache.cxf.jaxrs.utils.multipart.AttachmentUtils;
import org.apache.cxf.message.Message;
import org.jspecify.annotations.Nullable;

/** The texts and files that the parameters of one request are made of; only CXF knows them all. */
final class RequestValues {
    private static final Annotation[] NONE = {};
    private static final Type TEXTS = new ParameterizedType() {
        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {String.class};
        }

        @Override
        public Type getRawType() {
            return List.class;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }
    };

    private final Message message;
    private final HttpHeaders headers;
    private @Nullable MultivaluedMap<String, String> query;
    private @Nullable List<Attachment> parts;

    RequestValues(Message message) {
        this.message = message;
        this.headers = new HttpHeadersImpl(message);
    }

    /** @param isMany whether a header with commas is a list */
    List<String> of(Source source, String name, boolean isMany, boolean isEncoded) {
        return switch (source) {
            case PATH -> path(name, isEncoded);
            case QUERY -> query(name, isEncoded);
            case HEADER -> header(name, isMany);
            case COOKIE -> cookie(name);
            case FORM -> isMultipart() ? textParts(name) : byCxf(source, name, isEncoded);
            case MATRIX -> byCxf(source, name, isEncoded);
        };
    }

    private List<String> path(String name, boolean isEncoded) {
        String value = templates().getFirst(name);
        if (value == null) {
            return List.of();
        }
        // matrix parameters
        int end = value.indexOf(';');
        String path = end < 0 ? value : value.substring(0, end);
        return List.of(isEncoded ? path : HttpUtils.pathDecode(path));
    }

    @SuppressWarnings("unchecked")
    private MultivaluedMap<String, String> templates() {
        Object templates = message.get(URITemplate.TEMPLATE_PARAMETERS);
        return templates == null ? new MetadataMap<>() : (MultivaluedMap<String, String>) templates;
    }

    private List<String> query(String name, boolean isEncoded) {
        return orNone((isEncoded ? new UriInfoImpl(message, null).getQueryParameters(false) : query()).get(name));
    }

    /** Returns all query parameters. */
    MultivaluedMap<String, String> query() {
        MultivaluedMap<String, String> all = query;
        if (all == null) {
            all = new UriInfoImpl(message, null).getQueryParameters(true);
            query = all;
        }
        return all;
    }

    private List<String> header(String name, boolean isMany) {
        if (isMany) {
            return orNone(headers.getRequestHeader(name));
        }
        String value = headers.getHeaderString(name);
        return value == null ? List.of() : List.of(value);
    }

    /** Reads cookies as RFC 6265 (5.4) has them, since CXF fails at the first of another form. */
    private List<String> cookie(String name) {
        List<String> lines = orNone(headers.getRequestHeaders().get(HttpHeaders.COOKIE));
        for (String line : lines) {
            for (String cookie : line.split(";")) {
                String[] pair = cookie.split("=", 2);
                if (pair.length == 2 && pair[0].strip().equals(name)) {
                    String value = pair[1].strip();
                    boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                    return List.of(isQuoted ? value.substring(1, value.length() - 1) : value);
                }
            }
        }
        return List.of();
    }

    @SuppressWarnings("unchecked")
    private List<String> byCxf(Source source, String name, boolean isEncoded) {
        Parameter parameter = new Parameter(source.type, 0, name, isEncoded, null);
        return orNone((List<String>)
                JAXRSUtils.createHttpParameterValue(parameter, List.class, TEXTS, NONE, message, templates(), null));
    }

    private static List<String> orNone(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    private boolean isMultipart() {
        MediaType type = headers.getMediaType();
        return type != null && MediaType.MULTIPART_FORM_DATA_TYPE.isCompatible(type);
    }

    private List<Attachment> parts(String name) {
        List<Attachment> all = parts;
        if (all == null) {
            try {
                all = AttachmentUtils.getMultipartBody(new MessageContextImpl(message))
                        .getAllAttachments();
            } catch (Fault e) {
                // of CXF itself; a body that is too large or broken off has an exception of its own
                if (e.getCause() instanceof IOException malformed && malformed.getClass() == IOException.class) {
                    throw ProblemException.of(400, "the body is not the multipart form that its Content-Type names");
                }
                throw e;
            }
            parts = all;
        }
        return all.stream()
                .filter(part -> part.getContentDisposition() != null
                        && name.equals(part.getContentDisposition().getParameter("name")))
                .toList();
    }

    private List<String> textParts(String name) {
        List<String> texts = new ArrayList<>();
        for (Attachment part : parts(name)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (InputStream content = part.getDataHandler().getInputStream()) {
                content.transferTo(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            texts.add(bytes.toString(charset(part)));
        }
        return texts;
    }

    private static Charset charset(Attachment part) {
        MediaType type = part.getContentType();
        String name = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Returns the parts of a multipart form that have one name; empty if the body is no such form. */
    List<FilePart> files(String name) {
        return isMultipart() ? parts(name).stream().map(RequestValues::file).toList() : List.of();
    }

    private static FilePart file(Attachment part) {
        return new FilePart() {
            @Override
            public Optional<String> fileName() {
                ContentDisposition disposition = part.getContentDisposition();
                return disposition == null ? Optional.empty() : Optional.ofNullable(disposition.getFilename());
            }

            @Override
            public String contentType() {
                MediaType type = part.getContentType();
                return type == null ? MediaType.TEXT_PLAIN : type.toString().toLowerCase(Locale.ROOT);
            }

            @Override
            public InputStream open() throws IOException {
                return part.getDataHandler().getInputStream();
            }
        };
    }

    /** Returns the plugin's converter for a type; null if it has none. */
    @Nullable
    ParamConverter<?> converter(Class<?> type, Type genericType, Annotation[] annotations) {
        return ServerProviderFactory.getInstance(message)
                .createParameterHandler(type, genericType, annotations, message);
    }

    /** Returns a {@code @Context} value. */
    @Nullable
    Object context(JavaType type) {
        return JAXRSUtils.createContextValue(message, type, type.getRawClass());
    }

    /** Returns the Accept-Language header; null if there is none. */
    @Nullable
    String languages() {
        return headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE);
    }
}
