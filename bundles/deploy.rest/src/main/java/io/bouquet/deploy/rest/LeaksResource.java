package io.bouquet.deploy.rest;

import io.bouquet.accounts.Account;
import io.bouquet.deploy.Leak;
import io.bouquet.web.ApiResource;
import io.bouquet.web.ProblemException;
import java.time.Instant;
import java.util.List;
import javax.annotation.security.RolesAllowed;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/leaks}: removed bundles that are still in memory or still running. */
@Component(service = LeaksResource.class)
@ApiResource
@JSONRequired
@Path("leaks")
@RolesAllowed(Account.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public final class LeaksResource {
    private final LiveDeployments deployments;

    @Activate
    public LeaksResource(@Reference LiveDeployments deployments) {
        this.deployments = deployments;
    }

    /** Lists what removed bundles have left behind. */
    @GET
    public Leaks list() {
        return new Leaks(
                deployments.ask(all -> all.leaks().stream().map(WireLeak::of).toList()));
    }

    /**
     * Looks for the path by which a leak is held. This pauses the platform for a moment.
     *
     * @param id id of the leak
     */
    @POST
    @Path("{id}/holder")
    public Holder holder(@PathParam("id") String id) {
        try {
            long leak = Long.parseLong(id);
            return new Holder(deployments.ask(all -> all.findHolder(leak)));
        } catch (IllegalArgumentException none) {
            throw ProblemException.notFound(
                    "no leak has the id '" + id + "' now; GET /api/leaks lists those there are");
        }
    }

    record Leaks(List<WireLeak> leaks) {}

    /** @param path reference path from a garbage collection root to the class loader */
    record Holder(List<String> path) {}

    record WireLeak(long id, String bundle, String version, Instant since, List<String> holders) {
        static WireLeak of(Leak leak) {
            return new WireLeak(leak.id(), leak.bundle(), leak.version(), leak.since(), leak.holders());
        }
    }
}
