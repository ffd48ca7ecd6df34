package io.bouquet.benchmarks.probe;

import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** A trivial resource of a plugin. */
@Component(service = SmallResource.class)
@JaxrsResource
@Path("/benchmark-resource")
@Produces(MediaType.APPLICATION_JSON)
public final class SmallResource {
    @GET
    public Small get() {
        return Small.ANSWER;
    }
}
