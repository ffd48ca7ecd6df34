package io.bouquet.web.internal;

import io.bouquet.web.Download;
import io.bouquet.web.Status;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URLConnection;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.BaseStream;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.EntityTag;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import javax.xml.transform.Source;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** Completes answers: the status of {@link Status}, conditional requests, downloads with ranges, and errors without a body. */
@Component(service = ContainerResponseFilter.class)
@JaxrsExtension
@JaxrsName("bouquet-answers")
@JaxrsApplicationSelect("(|(osgi.jaxrs.name=*)(osgi.jaxrs.application.base=*))")
public final class AnswerFilter implements ContainerResponseFilter {
    static final Set<String> SAFE = Set.of("GET", "HEAD");
    /** Answers that are no objects, and may have any type. */
    private static final List<Class<?>> BYTES = List.of(
            byte[].class,
            InputStream.class,
            Reader.class,
            StreamingOutput.class,
            BaseStream.class,
            Download.class,
            File.class,
            Path.class,
            Source.class);

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        Object entity = response.getEntity();
        if (response.getStatus() >= 400) {
            if (entity == null) {
                problem(new Problem(response.getStatus(), Problem.title(response.getStatus())), response);
            }
            return;
        }
        OperationResourceInfo operation =
                PhaseInterceptorChain.getCurrentMessage().getExchange().get(OperationResourceInfo.class);
        if (operation != null) {
            status(operation, response);
            type(operation, response);
        }
        try {
            if (entity instanceof Download download) {
                send(download, request, response);
                return;
            }
            Path file = entity instanceof File its ? its.toPath() : entity instanceof Path its ? its : null;
            if (file != null) {
                // without a type of the method, a name could make a browser run a file that somebody has uploaded
                Download its = Download.of(file);
                send(isSpecific(response.getMediaType()) ? its.inline() : its, request, response);
                return;
            }
        } catch (NoSuchFileException e) {
            problem(new Problem(404, "the file that answers this path does not exist"), response);
            return;
        }
        isPrecluded(request, response);
    }

    private static void status(OperationResourceInfo operation, ContainerResponseContext response) {
        Status declared = operation.getAnnotatedMethod().getAnnotation(Status.class);
        boolean isUsual = response.getStatus() == 200 || response.getStatus() == 204;
        if (declared != null
                && isUsual
                && !Response.class.isAssignableFrom(
                        operation.getMethodToInvoke().getReturnType())) {
            response.setStatus(declared.value());
        }
    }

    /**
     * Sends texts as plain text and objects as JSON where neither the method nor its {@code Response} names a type.
     * Otherwise the caller's preference would decide: a browser would take a text for HTML, scripts included.
     */
    private static void type(OperationResourceInfo operation, ContainerResponseContext response) {
        Object entity = response.getEntity();
        if (entity == null
                || BYTES.stream().anyMatch(type -> type.isInstance(entity))
                || operation.getProduceTypes().stream().anyMatch(type -> !type.isWildcardType())) {
            return;
        }
        MediaType negotiated = response.getMediaType();
        Class<?> returned = operation.getMethodToInvoke().getReturnType();
        // any other method, such as one that returns a Response or a CompletionStage of one, may have named a type
        boolean isReturned = returned.isPrimitive() && returned != void.class
                || returned != Object.class && returned.isInstance(entity);
        if (!isReturned && negotiated != null && !negotiated.isWildcardType()) {
            return;
        }
        response.getHeaders()
                .putSingle(
                        HttpHeaders.CONTENT_TYPE,
                        entity instanceof CharSequence ? MediaType.TEXT_PLAIN_TYPE : MediaType.APPLICATION_JSON_TYPE);
    }

    /** Answers 304 or 412 if the request has a condition that the answer does not meet. */
    private static boolean isPrecluded(ContainerRequestContext request, ContainerResponseContext response) {
        EntityTag tag = response.getEntityTag();
        Date modified = response.getLastModified();
        if (response.getStatus() != 200 || !SAFE.contains(request.getMethod()) || tag == null && modified == null) {
            return false;
        }
        int status = Conditions.status(request::getHeaderString, tag, modified);
        if (status == 200) {
            return false;
        }
        response.setEntity(null);
        response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        if (status == 412) {
            problem(
                    new Problem(412, "the resource has changed, or is not the one that the request asks for"),
                    response);
        } else {
            response.setStatus(status);
        }
        return true;
    }

    private static void send(Download download, ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("X-Content-Type-Options", "nosniff");
        headers.putSingle("Accept-Ranges", "bytes");
        String disposition = (download.isInline() ? "inline" : "attachment")
                + download.name().map(AttachmentName::parameters).orElse("");
        headers.putIfAbsent(HttpHeaders.CONTENT_DISPOSITION, new ArrayList<>(List.of(disposition)));
        download.tag().ifPresent(tag -> headers.putSingle(HttpHeaders.ETAG, new EntityTag(tag)));
        download.modified().ifPresent(time -> headers.putSingle(HttpHeaders.LAST_MODIFIED, Date.from(time)));
        if (isPrecluded(request, response)) {
            return;
        }
        headers.putSingle(HttpHeaders.CONTENT_TYPE, type(download, response));
        ByteRange range =
                response.getStatus() == 200 && "GET".equals(request.getMethod()) && isOfSame(download, request)
                        ? ByteRange.of(request.getHeaderString("Range"), download.length())
                        : null;
        if (range != null && range.length() == 0) {
            headers.remove(HttpHeaders.CONTENT_DISPOSITION);
            headers.putSingle("Content-Range", "bytes */" + download.length());
            problem(new Problem(416, "there are " + download.length() + " bytes, and none of the range"), response);
            return;
        }
        if (range != null) {
            response.setStatus(206);
            headers.putSingle("Content-Range", range.header(download.length()));
        }
        ByteRange sent = range == null ? new ByteRange(0, download.length()) : range;
        headers.putSingle(HttpHeaders.CONTENT_LENGTH, sent.length());
        response.setEntity(new DownloadPart(download, sent, "GET".equals(request.getMethod())));
    }

    private static Object type(Download download, ContainerResponseContext response) {
        MediaType produced = response.getMediaType();
        if (download.type().isPresent()) {
            return download.type().get();
        }
        if (produced != null && isSpecific(produced)) {
            return produced;
        }
        String guessed =
                download.name().map(URLConnection::guessContentTypeFromName).orElse(null);
        return guessed == null ? MediaType.APPLICATION_OCTET_STREAM : guessed;
    }

    private static boolean isSpecific(@Nullable MediaType type) {
        return type != null
                && !type.isWildcardType()
                && !type.isWildcardSubtype()
                && !type.isCompatible(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    }

    /** Whether a client that has a part already has it of this content (RFC 9110, 13.1.5). */
    private static boolean isOfSame(Download download, ContainerRequestContext request) {
        String condition = request.getHeaderString("If-Range");
        if (condition == null) {
            return true;
        }
        if (condition.contains("\"")) {
            return download.tag()
                    .map(tag -> condition.strip().equals('"' + tag + '"'))
                    .orElse(false);
        }
        Instant time = Conditions.time(condition);
        return time != null
                && download.modified()
                        .map(modified ->
                                modified.truncatedTo(ChronoUnit.SECONDS).equals(time))
                        .orElse(false);
    }

    private static void problem(Problem problem, ContainerResponseContext response) {
        response.setStatus(problem.status());
        response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.setEntity(problem.toJson());
    }
}
