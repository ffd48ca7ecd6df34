package com.example.cookbook;

import io.bouquet.web.RequestLease;
import io.bouquet.web.Status;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.validation.constraints.NotBlank;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Tasks: what is done by the clock, after an answer, and in the background. */
@Component(service = Tasks.class)
@JaxrsResource
@Path("cookbook/tasks")
@Produces("application/json")
public final class Tasks {
    /**
     * What was done.
     *
     * @param beats  seconds since the start of the plugin
     * @param papers papers that were filed
     */
    record Done(int beats, List<String> papers) {}

    private final Heartbeat heartbeat;
    private final Archivist archivist;

    @Activate
    public Tasks(@Reference Heartbeat heartbeat, @Reference Archivist archivist) {
        this.heartbeat = heartbeat;
        this.archivist = archivist;
    }

    /** Shows what was done. */
    @GET
    public Done done() {
        return new Done(heartbeat.beats(), List.copyOf(archivist.filed()));
    }

    /** Takes a paper, answers at once, and files it afterwards. */
    @POST
    @Consumes("text/plain")
    @Status(202)
    public void take(@NotBlank String paper, @Context HttpServletRequest request) {
        RequestLease.of(request).ifPresent(lease -> lease.afterAnswer(() -> archivist.file(paper)));
    }
}
