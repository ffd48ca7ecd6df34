package io.bouquet.jobs.rest;

import io.bouquet.jobs.JobLimitException;
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

/** Maps jobs beyond a limit that a resource of a plugin does not catch. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("bouquet-problems-job-limits")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
public final class JobLimitMapper implements ExceptionMapper<JobLimitException> {
    private static final int RETRY_AFTER_SECONDS = 5;

    // set by JAX-RS
    @Context
    @Nullable
    Providers providers;

    @Override
    public Response toResponse(JobLimitException e) {
        ProblemException problem = problem(e);
        Providers others = providers;
        ExceptionMapper<ProblemException> mapper =
                others == null ? null : others.getExceptionMapper(ProblemException.class);
        return mapper == null ? Response.status(problem.status()).build() : mapper.toResponse(problem);
    }

    static ProblemException problem(JobLimitException e) {
        String detail = String.valueOf(e.getMessage());
        return e.limit() == JobLimitException.Limit.SIZE
                ? ProblemException.tooLarge(detail)
                : ProblemException.tooMany(detail, RETRY_AFTER_SECONDS);
    }
}
