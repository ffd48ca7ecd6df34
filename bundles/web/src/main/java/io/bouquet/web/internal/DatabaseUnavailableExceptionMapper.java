package io.bouquet.web.internal;

import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.web.ProblemException;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** Answers requests that need the database during an outage. The outage itself is logged elsewhere. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("bouquet-problems-database")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
public final class DatabaseUnavailableExceptionMapper implements ExceptionMapper<DatabaseUnavailableException> {
    private static final int RETRY_AFTER_SECONDS = 5;

    @Override
    public Response toResponse(DatabaseUnavailableException e) {
        return new ProblemExceptionMapper().toResponse(problem(e));
    }

    static ProblemException problem(DatabaseUnavailableException e) {
        return ProblemException.unavailable(String.valueOf(e.getMessage()), RETRY_AFTER_SECONDS);
    }
}
