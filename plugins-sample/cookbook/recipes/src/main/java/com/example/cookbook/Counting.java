package com.example.cookbook;

import io.bouquet.jobs.JobItem;
import io.bouquet.jobs.Jobs;
import io.bouquet.jobs.NewJob;
import io.bouquet.web.Status;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotEmpty;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Jobs: work that must survive a crash. */
@Component(service = Counting.class)
@JaxrsResource
@Path("cookbook/counting")
@Produces("application/json")
public final class Counting {
    private final Jobs jobs;

    @Activate
    public Counting(@Reference Jobs jobs) {
        this.jobs = jobs;
    }

    /** @param job id of the job, whose progress is at {@code /api/jobs/{id}} */
    record Begun(String job) {}

    /** Begins to count the words of texts. The same key begins the same job only once. */
    @POST
    @Status(202)
    public Begun begin(
            @NotEmpty List<@NotBlank String> texts,
            @HeaderParam("Idempotency-Key") Optional<String> key,
            @Context HttpServletRequest request)
            throws IOException {
        Iterator<String> rest = texts.iterator();
        NewJob wanted =
                new NewJob(request.getRemoteUser(), "cookbook-words", Map.of(), List.of("query"), key.orElse(""));
        return new Begun(jobs.submit(
                        wanted,
                        () -> rest.hasNext()
                                ? Optional.of(JobItem.of(List.of("body"), Map.of("text", rest.next())))
                                : Optional.empty())
                .job()
                .id());
    }
}
