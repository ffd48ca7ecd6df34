package io.bouquet.testkit;

import io.bouquet.web.Download;
import io.bouquet.web.RequestLease;
import io.bouquet.web.Secured;
import io.bouquet.web.Status;
import io.bouquet.web.binding.FilePart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.annotation.security.RolesAllowed;
import javax.servlet.http.HttpServletRequest;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Size;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.FormParam;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** A plugin's service, with most of what services do. */
@Component(service = ReviewsResource.class)
@JaxrsResource
@javax.ws.rs.Path("/reviews")
@Produces(MediaType.APPLICATION_JSON)
public final class ReviewsResource {
    final List<String> done = new CopyOnWriteArrayList<>();
    private final Path file;

    ReviewsResource(Path file) {
        this.file = file;
    }

    /** A review. */
    record Review(
            @NotBlank String title,
            @Min(1) @Max(5) int stars,
            @NotNull @PastOrPresent LocalDate bought,
            @Size(max = 2) List<@Size(max = 5) String> tags,
            Optional<String> author) {}

    @POST
    @Status(201)
    public Review add(Review review, @Context HttpServletRequest request) {
        RequestLease.of(request).orElseThrow().afterAnswer(() -> done.add("after " + review.title()));
        return review;
    }

    @PUT
    @javax.ws.rs.Path("{id}")
    public Map<String, Object> replace(@PathParam("id") int id, Review review) {
        return Map.of("id", id, "title", review.title());
    }

    @PATCH
    @javax.ws.rs.Path("{id}")
    public Map<String, Object> change(@PathParam("id") int id, Map<String, String> changes) {
        return Map.of("id", id, "changes", changes.size());
    }

    @DELETE
    @javax.ws.rs.Path("{id}")
    @RolesAllowed("editors")
    public void remove(@PathParam("id") int id) {
        done.add("removed " + id);
    }

    @GET
    public List<Map<String, Object>> list(@QueryParam("stars") List<Integer> stars, @Context SecurityContext caller) {
        return stars.stream()
                .map(one -> Map.<String, Object>of(
                        "stars", one, "caller", caller.getUserPrincipal().getName()))
                .toList();
    }

    @POST
    @javax.ws.rs.Path("publish")
    @Secured(scopes = "reviews:publish")
    public Map<String, Boolean> publish() {
        return Map.of("published", true);
    }

    @GET
    @javax.ws.rs.Path("export")
    @Produces("application/x-ndjson")
    public Stream<Map<String, Integer>> export() {
        return IntStream.range(0, 1000).mapToObj(i -> Map.of("number", i));
    }

    @GET
    @javax.ws.rs.Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(@Context SseEventSink sink, @Context Sse sse) {
        for (int i = 1; i <= 3; i++) {
            sink.send(sse.newEventBuilder()
                    .id("e" + i)
                    .name("review")
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(Map.class, Map.of("number", i))
                    .build());
        }
        sink.close();
    }

    @GET
    @javax.ws.rs.Path("file")
    @Produces("application/pdf")
    public Download file() throws IOException {
        return Download.of(file).named("Übersicht.pdf");
    }

    @POST
    @javax.ws.rs.Path("photos")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Map<String, Object> photo(@FormParam("caption") @NotBlank String caption, @FormParam("photo") FilePart photo)
            throws IOException {
        try (InputStream in = photo.open()) {
            return Map.of(
                    "caption",
                    caption,
                    "bytes",
                    in.readAllBytes().length,
                    "name",
                    photo.fileName().orElse(""));
        }
    }

    @POST
    @javax.ws.rs.Path("search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Map<String, Object> search(@FormParam("words") String words, @FormParam("limit") @Max(10) int limit) {
        return Map.of("words", words, "limit", limit);
    }

    @GET
    @javax.ws.rs.Path("broken")
    public String broken() {
        throw new IllegalStateException("a failure that the test wants");
    }
}
