package io.bouquet.web.internal;

import io.bouquet.accounts.Caller;
import io.bouquet.web.spi.RequestAuthenticator;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/**
 * Redirects {@code /} to the console. It is in the whiteboard's default application, which plugins share: without any
 * resource that application would answer with CXF's own page instead of a problem.
 */
@Component(service = {HomeResource.class, RequestAuthenticator.class})
@JaxrsResource
@Path("")
public final class HomeResource implements RequestAuthenticator {
    @GET
    @Hidden
    public Response home() {
        return Response.seeOther(URI.create("console")).build();
    }

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean isPublic(HttpServletRequest request) {
        return request.getRequestURI().equals("/");
    }
}
