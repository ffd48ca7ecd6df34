package io.bouquet.jobs.rest;

import io.bouquet.jobs.InvalidJobException;
import io.bouquet.web.ProblemException;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import javax.ws.rs.ext.Providers;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** Maps invalid jobs that a resource of a plugin does not catch. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("bouquet-problems-invalid-jobs")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
public final class InvalidJobMapper implements ExceptionMapper<InvalidJobException> {
    // set by JAX-RS
    @Context
    @Nullable
    Providers providers;

    @Override
    public Response toResponse(InvalidJobException e) {
        ProblemException problem = problem(e);
        Providers others = providers;
        ExceptionMapper<ProblemException> mapper =
                others == null ? null : others.getExceptionMapper(ProblemException.class);
        return mapper == null ? Response.status(problem.status()).build() : mapper.toResponse(problem);
    }

    static ProblemException problem(InvalidJobException e) {
        return ProblemException.unprocessable(
                e.errors().stream().map(JobsResource::fieldError).toList());
    }
}
