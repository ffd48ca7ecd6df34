package io.bouquet.jobs.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.bouquet.accounts.Account;
import io.bouquet.documents.DocumentStore;
import io.bouquet.jobs.Caller;
import io.bouquet.jobs.InputError;
import io.bouquet.jobs.InvalidJobException;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobFormat;
import io.bouquet.jobs.JobItems;
import io.bouquet.jobs.JobLimitException;
import io.bouquet.jobs.JobPage;
import io.bouquet.jobs.JobResult;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.Jobs;
import io.bouquet.jobs.NewJob;
import io.bouquet.jobs.ResultPage;
import io.bouquet.jobs.Submission;
import io.bouquet.web.ApiResource;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.binding.ForbidUnknownQuery;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/jobs}: many documents, processed in the background. */
@Component(service = JobsResource.class)
@ApiResource
@JSONRequired
@Path("jobs")
@Produces(MediaType.APPLICATION_JSON)
public final class JobsResource {
    static final String KEY = "Idempotency-Key";
    static final String NDJSON = "application/x-ndjson";

    private static final int RETRY_AFTER_SECONDS = 5;

    // dynamic, so that an outage of the database does not unregister this resource and rewire the API
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Jobs jobs;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable DocumentStore documents;

    /**
     * Creates a job. The documents are in a JSON object, an uploaded file, or stored documents that a query finds.
     *
     * @param key a repeated request with the same key gives the same job
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(implementation = Shapes.NewJob.class)))
    @NewOrKnown
    public Response submitBatch(
            InputStream body, @HeaderParam(KEY) @Nullable String key, @Context SecurityContext context)
            throws IOException {
        JsonBatch batch = JsonBatch.read(body);
        JobItems items = batch.query() == null
                ? batch.items()
                : new QueriedItems(there(documents, "the store of documents"), batch.query());
        return submit(
                new NewJob(account(context), batch.kind(), batch.parameters(), List.of("body"), orEmpty(key)),
                (all, job) -> all.submit(job, items));
    }

    /**
     * Creates a job with the documents of a file.
     *
     * @param key a repeated request with the same key gives the same job
     */
    @POST
    @NewOrKnown
    @Consumes({
        MediaType.TEXT_PLAIN,
        "text/csv",
        NDJSON,
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonlines"
    })
    public Response submitFile(
            InputStream file,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @HeaderParam(KEY) @Nullable String key,
            @Context UriInfo uri,
            @Context SecurityContext context)
            throws IOException {
        JobFormat format = JobForm.format(contentType, "").orElseThrow();
        JobForm form = new JobForm(List.of("query"), uri.getQueryParameters());
        return submit(
                new NewJob(account(context), form.kind(), form.parameters(), form.place(), orEmpty(key)),
                (all, job) -> all.submit(job, format, file));
    }

    /**
     * Creates a job with the documents of a file in a form.
     *
     * @param key a repeated request with the same key gives the same job
     */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = Shapes.NewJobForm.class)))
    @NewOrKnown
    public Response submitForm(
            InputStream body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @HeaderParam(KEY) @Nullable String key,
            @Context SecurityContext context)
            throws IOException {
        Multipart upload = Multipart.read(body, contentType);
        JobForm form = upload.form();
        return submit(
                new NewJob(account(context), form.kind(), form.parameters(), form.place(), orEmpty(key)),
                (all, job) -> all.submit(job, upload.format(), upload.file()));
    }

    @FunctionalInterface
    private interface Submit {
        Submission to(Jobs jobs, NewJob job) throws IOException;
    }

    private Response submit(NewJob job, Submit submit) throws IOException {
        try {
            Submission submission = submit.to(jobs(), job);
            WireJob wire = WireJob.of(submission.job());
            return (submission.isNew() ? Response.accepted(wire) : Response.ok(wire))
                    .location(URI.create("jobs/" + wire.id()))
                    .build();
        } catch (InvalidJobException e) {
            throw InvalidJobMapper.problem(e);
        } catch (JobLimitException e) {
            throw JobLimitMapper.problem(e);
        }
    }

    static FieldError fieldError(InputError error) {
        return new FieldError(error.type(), error.loc(), error.msg(), error.input(), error.ctx());
    }

    /** Lists your jobs, the newest first; administrators see all jobs. */
    @GET
    @ForbidUnknownQuery
    public WirePage list(@BeanParam JobFilter filter, @Context UriInfo uri, @Context SecurityContext context) {
        JobPage page = jobs().find(filter.toQuery(caller(context)));
        Map<String, String> links = new LinkedHashMap<>();
        if (page.hasMore()) {
            String last = page.jobs().get(page.jobs().size() - 1).id();
            links.put("next", uri.getBaseUri().getPath() + "jobs?" + filter.query(last));
        }
        return new WirePage(page.jobs().stream().map(WireJob::of).toList(), links);
    }

    /**
     * Shows a job with its progress.
     *
     * @param id id of the job
     */
    @GET
    @Path("{id}")
    public WireJob get(@PathParam("id") String id, @Context SecurityContext context) {
        return jobs().get(id, caller(context)).map(WireJob::of).orElseThrow(() -> notFound(id));
    }

    /**
     * Cancels a job that has not ended, and answers it; deletes a job that has ended.
     *
     * @param id id of the job
     */
    @DELETE
    @Path("{id}")
    @ApiResponse(
            responseCode = "200",
            description = "The job, which is cancelled",
            content = @Content(schema = @Schema(implementation = WireJob.class)))
    @ApiResponse(responseCode = "204", description = "The job had ended, and is deleted with its results")
    public Response delete(@PathParam("id") String id, @Context SecurityContext context) {
        Caller caller = caller(context);
        Job job = jobs().get(id, caller).orElseThrow(() -> notFound(id));
        if (!job.state().hasEnded()) {
            Job cancelled = jobs().cancel(id, caller).orElseThrow(() -> notFound(id));
            return Response.ok(WireJob.of(cancelled)).build();
        }
        if (!jobs().delete(id, caller)) {
            throw notFound(id);
        }
        return Response.noContent().build();
    }

    /**
     * Gives a page of results as JSON, or all results after one as JSON lines.
     *
     * @param id id of the job
     */
    @GET
    @Path("{id}/results")
    @ForbidUnknownQuery
    @ApiResponse(
            responseCode = "200",
            description = "Results, in the order of the documents",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = Shapes.Results.class)),
                @Content(mediaType = JobsResource.NDJSON, schema = @Schema(implementation = Shapes.Result.class))
            })
    @Produces({MediaType.APPLICATION_JSON, NDJSON})
    public Response results(
            @PathParam("id") String id,
            @BeanParam ResultRange range,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context SecurityContext context) {
        Caller caller = caller(context);
        if (wantsLines(headers.getAcceptableMediaTypes())) {
            ResultStream stream = new ResultStream(
                    after -> jobs().results(id, caller, after, ResultStream.PAGE), range.after(), range.stream());
            // before the answer begins, so that a job that is not there gets 404
            if (!stream.open()) {
                throw notFound(id);
            }
            return Response.ok(stream, NDJSON).build();
        }
        int limit = range.page();
        ResultPage page = jobs().results(id, caller, range.after(), limit).orElseThrow(() -> notFound(id));
        Map<String, String> links = new LinkedHashMap<>();
        if (page.hasMore()) {
            long last = page.results().get(page.results().size() - 1).index();
            links.put("next", uri.getBaseUri().getPath() + "jobs/" + id + "/results?after=" + last + "&limit=" + limit);
        }
        String json = "["
                + String.join(",", page.results().stream().map(JobResult::json).toList()) + "]";
        return Response.ok(new WireResults(json, links), MediaType.APPLICATION_JSON)
                .build();
    }

    /** The client lists what it accepts, the best first; whoever takes anything gets JSON. */
    private static boolean wantsLines(List<MediaType> accepted) {
        for (MediaType type : accepted) {
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (type.isCompatible(MediaType.valueOf(NDJSON))) {
                return true;
            }
        }
        return false;
    }

    private Jobs jobs() {
        return there(jobs, "the store of jobs");
    }

    private static <T> T there(@Nullable T service, String what) {
        if (service == null) {
            throw ProblemException.unavailable(
                    what + " is not there at the moment; try again soon", RETRY_AFTER_SECONDS);
        }
        return service;
    }

    private static String account(SecurityContext context) {
        return caller(context).account();
    }

    private static Caller caller(SecurityContext context) {
        return new Caller(
                Objects.requireNonNull(context.getUserPrincipal(), "the guard lets nobody in without an account")
                        .getName(),
                context.isUserInRole(Account.ADMIN));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static ProblemException notFound(String id) {
        return ProblemException.notFound("you have no job with the id '" + id + "'; GET /api/jobs lists yours");
    }

    @ApiResponse(
            responseCode = "202",
            description = "The new job; `Location` is its URL",
            content = @Content(schema = @Schema(implementation = WireJob.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The job that the same `Idempotency-Key` has created before",
            content = @Content(schema = @Schema(implementation = WireJob.class)))
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    private @interface NewOrKnown {}

    /**
     * A job.
     *
     * @param waiting     what it waits for; missing if it waits for nothing
     * @param failure     why it failed; missing if it did not
     * @param rate        documents per second; missing if unknown
     * @param secondsLeft estimated time until the end; missing if unknown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WireJob(
            String id,
            String account,
            String kind,
            Map<String, Object> parameters,
            JobState state,
            @Nullable String waiting,
            @Nullable String failure,
            long total,
            long done,
            long failed,
            Instant created,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable Double rate,
            @Nullable Long secondsLeft) {
        static WireJob of(Job job) {
            return new WireJob(
                    job.id(),
                    job.account(),
                    job.kind(),
                    job.parameters(),
                    job.state(),
                    job.waiting().isEmpty() ? null : job.waiting(),
                    job.failure().isEmpty() ? null : job.failure(),
                    job.total(),
                    job.done(),
                    job.failed(),
                    job.created(),
                    job.started(),
                    job.ended(),
                    job.rate() == 0 ? null : Math.round(job.rate() * 10) / 10.0,
                    job.secondsLeft().isPresent() ? job.secondsLeft().getAsLong() : null);
        }
    }

    /** @param links the next page, if there is one */
    record WirePage(List<WireJob> jobs, Map<String, String> links) {}

    /**
     * A page of results.
     *
     * @param results a JSON list, as it is stored
     * @param links   the next page, if there is one
     */
    record WireResults(@JsonRawValue String results, Map<String, String> links) {}
}
