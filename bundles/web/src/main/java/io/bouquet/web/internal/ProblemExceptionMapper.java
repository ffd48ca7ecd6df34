package io.bouquet.web.internal;

import io.bouquet.web.ProblemException;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** Answers the problems that resources throw. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("bouquet-problems")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
public final class ProblemExceptionMapper implements ExceptionMapper<ProblemException> {
    @Override
    public Response toResponse(ProblemException e) {
        Response.ResponseBuilder response = Problems.response(new Problem(e.status(), e.detail(), e.errors()));
        if (e.retryAfterSeconds() > 0) {
            response.header("Retry-After", e.retryAfterSeconds());
        }
        return response.build();
    }
}
