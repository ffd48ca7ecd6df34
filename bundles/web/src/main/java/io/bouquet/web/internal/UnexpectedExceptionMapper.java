package io.bouquet.web.internal;

import io.bouquet.data.DatabaseUnavailableException;
import java.io.CharConversionException;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers all other exceptions: the log gets the stack trace, the caller the request id to find it by. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("bouquet-problems-unexpected")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
public final class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {
    static final Problem UNEXPECTED =
            new Problem(500, "the platform failed to answer; its log says why, under the id of the request");

    static final Problem INTERRUPTED = new Problem(
            503, "what answers this was replaced or removed, and the request took too long to end and was interrupted");

    private static final Problem NOT_TEXT =
            new Problem(400, "the body is not text in the encoding that it begins with");

    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedExceptionMapper.class);

    @Override
    public Response toResponse(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnavailableException unavailable) {
                return new DatabaseUnavailableExceptionMapper().toResponse(unavailable);
            }
            if (cause instanceof BodyException unreadable) {
                return Problems.response(unreadable.problem()).build();
            }
            if (cause instanceof ClientGoneException) {
                LOG.debug("the client of request {} has disconnected", RequestId.current(), e);
                return Problems.response(UNEXPECTED).build();
            }
            // the resource reads its body itself
            if (cause instanceof CharConversionException) {
                return Problems.response(NOT_TEXT).build();
            }
        }
        if (RequestId.isInterrupted()) {
            LOG.debug("request {} was interrupted", RequestId.current(), e);
            return Problems.response(INTERRUPTED)
                    .header("Retry-After", RequestGuard.RETRY_AFTER_SECONDS)
                    .build();
        }
        LOG.error("request {} failed", RequestId.current(), e);
        return Problems.response(UNEXPECTED).build();
    }
}
