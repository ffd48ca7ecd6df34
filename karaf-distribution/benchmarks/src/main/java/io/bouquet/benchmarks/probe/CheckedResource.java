package io.bouquet.benchmarks.probe;

import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** A trivial resource of a plugin whose body has constraints. */
@Component(service = CheckedResource.class)
@JaxrsResource
@Path("/benchmark-checked-resource")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class CheckedResource {
    @POST
    public Review.Kept post(CheckedReview review) {
        return review.kept();
    }
}
