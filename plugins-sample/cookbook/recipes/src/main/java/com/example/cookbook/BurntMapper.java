package com.example.cookbook;

import io.bouquet.web.ProblemException;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import javax.ws.rs.ext.Providers;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;

/** A mapper: answers 409 with a problem if a resource of this plugin throws a {@link BurntException}. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
public final class BurntMapper implements ExceptionMapper<BurntException> {
    @Context
    Providers providers;

    @Override
    public Response toResponse(BurntException burnt) {
        return providers
                .getExceptionMapper(ProblemException.class)
                .toResponse(ProblemException.of(409, burnt.getMessage()));
    }
}
