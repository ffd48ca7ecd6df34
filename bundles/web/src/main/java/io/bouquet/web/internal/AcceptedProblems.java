package io.bouquet.web.internal;

import java.util.List;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.HttpHeaders;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/**
 * Lets a client that names only the type of problems in {@code Accept} call a method that answers without a body. Clients
 * that are generated from the OpenAPI document do this for such methods; JAX-RS would refuse them with 406.
 */
@Component(service = ContainerRequestFilter.class)
@JaxrsExtension
@JaxrsName("bouquet-accepted-problems")
@JaxrsApplicationSelect("(|(osgi.jaxrs.name=*)(osgi.jaxrs.application.base=*))")
@PreMatching
public final class AcceptedProblems implements ContainerRequestFilter {
    private static final String WITH_OTHERS = Problem.MEDIA_TYPE + ", */*;q=0.1";

    @Override
    public void filter(ContainerRequestContext request) {
        List<String> accepted = request.getHeaders().get(HttpHeaders.ACCEPT);
        if (accepted != null && accepted.size() == 1 && accepted.get(0).strip().equals(Problem.MEDIA_TYPE)) {
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, WITH_OTHERS);
        }
    }
}
