package io.bouquet.benchmarks.probe;

import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** A trivial resource of a plugin. */
@Component(service = SmallResource.class)
@JaxrsResource
@Path("/benchmark-resource")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class SmallResource {
    @GET
    public Small get() {
        return Small.ANSWER;
    }

    @POST
    public Review.Kept post(@Valid @NotNull Review review) {
        return review.kept();
    }
}
