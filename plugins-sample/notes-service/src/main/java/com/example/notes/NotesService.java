package com.example.notes;

import com.example.notes.Note.Priority;
import io.bouquet.web.Download;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestLease;
import io.bouquet.web.Secured;
import io.bouquet.web.Status;
import io.bouquet.web.binding.FilePart;
import io.bouquet.web.binding.ForbidUnknownQuery;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import javax.validation.Valid;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.CookieParam;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.FormParam;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.EntityTag;
import javax.ws.rs.core.GenericEntity;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.NewCookie;
import javax.ws.rs.core.Request;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.Response.ResponseBuilder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;

/** Keeps notes with files. */
@Component(service = NotesService.class)
@JaxrsResource
@JSONRequired
@Path("notes")
@Produces(MediaType.APPLICATION_JSON)
@Secured(scopes = "notes")
public final class NotesService {
    private static final int LONGEST_FILE = 1_000_000;

    private final Notes notes;

    @Activate
    public NotesService(@Reference Notes notes) {
        this.notes = notes;
    }

    /**
     * Which notes a caller wants.
     *
     * @param priority notes of this priority
     * @param tags     notes with all these tags
     * @param since    notes that have changed since
     * @param limit    number of notes in the answer
     * @param board    name of the board
     * @param reader   cookie that an earlier answer has set
     */
    record Filter(
            @QueryParam("priority") Optional<Priority> priority,
            @QueryParam("tag") @Size(max = 5) Set<@NotBlank String> tags,
            @QueryParam("since") Optional<@PastOrPresent Instant> since,

            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100)
            int limit,

            @HeaderParam("X-Board") @DefaultValue("main") @Pattern(regexp = "[a-z]+")
            String board,

            @CookieParam("reader") Optional<UUID> reader) {
        boolean accepts(StoredNote note) {
            return note.board().equals(board)
                    && priority.map(note.priority()::equals).orElse(true)
                    && note.tags().containsAll(tags)
                    && since.map(note.changed()::isAfter).orElse(true);
        }
    }

    /** Lists notes, the latest first, and gives a new reader a cookie. */
    @GET
    @ForbidUnknownQuery
    @ApiResponse(
            responseCode = "200",
            description = "The notes",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = Note.class))))
    public Response list(@BeanParam Filter filter, @Context HttpServletRequest request) {
        RequestLease.of(request).ifPresent(lease -> lease.open(Visits.Visit.class, notes.visits()::begin));
        List<Note> found = notes.all()
                .filter(filter::accepts)
                .limit(filter.limit())
                .map(Note.class::cast)
                .toList();
        ResponseBuilder answer = Response.ok(new GenericEntity<List<Note>>(found) {});
        if (filter.reader().isEmpty()) {
            answer.cookie(new NewCookie("reader", UUID.randomUUID().toString()));
        }
        return answer.build();
    }

    /** Exports all notes, a line of JSON for each. */
    @GET
    @Path("export")
    @Produces("application/x-ndjson")
    public Stream<Note> export() {
        return notes.all().map(note -> note);
    }

    /** Shows the latest note, from a promise, as services of OSGi give. */
    @GET
    @Path("latest")
    public Promise<Note> latest() {
        return notes.all()
                .findFirst()
                .map(note -> Promises.<Note>resolved(note))
                .orElseGet(() -> Promises.failed(ProblemException.notFound("there are no notes")));
    }

    /** Counts the lists that are being read at this moment, and those that were read. */
    @GET
    @Path("visits")
    public Visits.Count visits() {
        return notes.visits().count();
    }

    /** Counts the words of all notes, without holding a thread. */
    @GET
    @Path("words")
    public CompletionStage<Words> words() {
        return CompletableFuture.supplyAsync(() -> new Words(
                notes.all().mapToInt(note -> note.title().split("\\s+").length).sum()));
    }

    /** @param words number of words in all notes */
    record Words(@Min(0) int words) {}

    /** Adds a note, and tells the listeners when the answer is sent. */
    @POST
    @Status(201)
    public Note add(
            @Valid @NotNull NewNote wanted,
            @HeaderParam("X-Board") @DefaultValue("main") @Pattern(regexp = "[a-z]+") String board,
            @Context HttpServletRequest request) {
        StoredNote added = notes.add(StoredNote.of(wanted, board, request.getRemoteUser()));
        RequestLease.of(request).ifPresent(lease -> lease.afterAnswer(() -> notes.tell(added)));
        return added;
    }

    /**
     * Adds a note with a file.
     *
     * @param title title of the note
     * @param file  its file, at most 1,000,000 bytes
     */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Status(201)
    public Note addFile(
            @FormParam("title") @NotBlank @Size(max = 200) String title,
            @FormParam("file") @NotNull FilePart file,
            @Context HttpServletRequest request)
            throws IOException {
        try (InputStream content = file.open()) {
            byte[] bytes = content.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw ProblemException.tooLarge("a file has at most " + LONGEST_FILE + " bytes");
            }
            StoredNote note = StoredNote.of(NewNote.titled(title), "main", request.getRemoteUser());
            return notes.add(note.with(file.fileName().orElse("file"), bytes));
        }
    }

    /** Shows a note. */
    @GET
    @Path("{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The note; its revision is the ETag",
            content = @Content(schema = @Schema(implementation = Note.class)))
    public Response get(@PathParam("id") UUID id) {
        StoredNote note = found(id);
        return Response.ok(new GenericEntity<Note>(note) {}).tag(note.tag()).build();
    }

    /** Gives the file of a note, or a range of it. */
    @GET
    @Path("{id}/file")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Download file(@PathParam("id") UUID id) {
        StoredNote note = found(id);
        if (note.file().length == 0) {
            throw ProblemException.notFound("the note has no file");
        }
        return Download.of(note.file()).named(note.fileName()).tag("" + note.revision());
    }

    /** Replaces a note, unless somebody else has changed it: send the ETag in {@code If-Match}. */
    @PUT
    @Path("{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The changed note",
            content = @Content(schema = @Schema(implementation = Note.class)))
    public Response replace(@PathParam("id") UUID id, @Valid @NotNull NewNote wanted, @Context Request request) {
        found(id);
        ResponseBuilder[] refused = new ResponseBuilder[1];
        StoredNote now = notes.change(id, note -> {
                    refused[0] = request.evaluatePreconditions(new EntityTag(note.tag()));
                    return refused[0] == null ? note.replacedBy(wanted) : note;
                })
                .orElseThrow(() -> missing(id));
        return refused[0] != null
                ? refused[0].build()
                : Response.ok(new GenericEntity<Note>(now) {}).tag(now.tag()).build();
    }

    /** Removes a note. */
    @DELETE
    @Path("{id}")
    @Secured(scopes = {"notes", "notes:remove"})
    public void remove(@PathParam("id") UUID id) {
        if (!notes.remove(id)) {
            throw missing(id);
        }
    }

    private StoredNote found(UUID id) {
        return notes.find(id).orElseThrow(() -> missing(id));
    }

    private static ProblemException missing(UUID id) {
        return ProblemException.notFound("no note has the id " + id);
    }
}
