package io.bouquet.training.rest;

import io.bouquet.accounts.Account;
import io.bouquet.training.DataFormat;
import io.bouquet.training.Run;
import io.bouquet.training.RunRequest;
import io.bouquet.training.RunRequest.Benchmark;
import io.bouquet.training.RunRequest.Evaluate;
import io.bouquet.training.RunRequest.Train;
import io.bouquet.training.Trainings.Trainable;
import io.bouquet.web.ApiResource;
import io.bouquet.web.Download;
import io.bouquet.web.ProblemException;
import io.bouquet.web.binding.ForbidUnknownQuery;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import javax.annotation.security.RolesAllowed;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/**
 * {@code /api/training}: trains models, evaluates taggers and measures pipelines. A request with the data as its body is
 * answered with 202 and a run; {@code Location} is the URL of the run, which shows the progress and the report.
 */
@Component(service = TrainingResource.class)
@ApiResource
@ForbidUnknownQuery
@JSONRequired
@Path("training")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Account.ADMIN)
public final class TrainingResource {
    private static final String TSV = "text/tab-separated-values";
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final String ZIP = "application/zip";

    private final LiveTraining training;

    @Activate
    public TrainingResource(@Reference LiveTraining training) {
        this.training = training;
    }

    /** The kinds of models that can be trained. */
    record Kinds(List<Trainable> kinds) {}

    /** Lists the kinds of models that can be trained. */
    @GET
    @Path("kinds")
    public Kinds kinds() {
        return new Kinds(training.ask(all -> all.trainable()));
    }

    /** Lists the runs, the newest first. */
    @GET
    @Path("runs")
    public WireRun.Runs runs() {
        return new WireRun.Runs(
                training.ask(all -> all.runs()).stream().map(WireRun::of).toList());
    }

    /**
     * Shows a run with its report.
     *
     * @param id id of the run
     */
    @GET
    @Path("runs/{id}")
    public WireRun run(@PathParam("id") String id) {
        return training.ask(all -> all.run(id)).map(WireRun::of).orElseThrow(() -> unknown(id));
    }

    /**
     * Trains a model.
     *
     * @param data        labelled texts: lines with a label, a tab and a text; or in one of the other formats
     * @param type        format of the data, if its name does not tell it
     * @param kind        kind of the model: sentiment, categories, tags, entities, and others
     * @param name        name of the tagger
     * @param file        name of the data's file; its end tells the format
     * @param engine      engine, if several train the kind
     * @param version     version of the bundle; the next one if missing
     * @param language    ISO 639-1 code; all languages if missing
     * @param layer       layer of the answers, if not the usual one
     * @param licence     licence of the data
     * @param source      where the data comes from
     * @param options     options of the trainer, such as iterations=50
     * @param corrections whether to train also with the corrections of the layer; then the body may be empty
     * @param install     whether to install the bundle, or to upgrade to it
     * @param takeOver    whether the model may answer a layer that another tagger answers now
     */
    @POST
    @Path("models")
    @Consumes({TSV, CSV, NDJSON, MediaType.TEXT_PLAIN, ZIP, MediaType.APPLICATION_OCTET_STREAM})
    @RunBegun
    public Response train(
            InputStream data,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @QueryParam("kind") @NotBlank String kind,
            @QueryParam("name") @NotBlank String name,
            @QueryParam("file") @DefaultValue("") String file,
            @QueryParam("engine") @DefaultValue("") String engine,
            @QueryParam("version") @DefaultValue("") String version,
            @QueryParam("language") @DefaultValue("") String language,
            @QueryParam("layer") @DefaultValue("") String layer,
            @QueryParam("licence") @DefaultValue("") String licence,
            @QueryParam("source") @DefaultValue("") String source,
            @QueryParam("option") List<String> options,
            @QueryParam("corrections") @DefaultValue("false") boolean corrections,
            @QueryParam("install") @DefaultValue("false") boolean install,
            @QueryParam("takeOver") @DefaultValue("false") boolean takeOver,
            @Context SecurityContext caller) {
        return start(
                new Train(
                        named(file),
                        kind,
                        engine,
                        name,
                        version,
                        language,
                        layer,
                        licence,
                        source,
                        corrections,
                        install,
                        takeOver,
                        training.ask(all -> Train.options(options))),
                format(file, type),
                data,
                caller);
    }

    /**
     * Evaluates a version of a tagger, and compares it with another one.
     *
     * @param data    labelled texts, as for a training
     * @param type    format of the data, if its name does not tell it
     * @param tagger  name of the tagger
     * @param file    name of the data's file; its end tells the format
     * @param version version; the one that serves if missing
     * @param against another version, to compare it with
     * @param layer   layer to compare, if the tagger produces several
     */
    @POST
    @Path("evaluations")
    @Consumes({TSV, CSV, NDJSON, MediaType.TEXT_PLAIN, ZIP, MediaType.APPLICATION_OCTET_STREAM})
    @RunBegun
    public Response evaluate(
            InputStream data,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @QueryParam("tagger") @NotBlank String tagger,
            @QueryParam("file") @DefaultValue("") String file,
            @QueryParam("version") @DefaultValue("") String version,
            @QueryParam("against") @DefaultValue("") String against,
            @QueryParam("layer") @DefaultValue("") String layer,
            @Context SecurityContext caller) {
        return start(new Evaluate(named(file), tagger, version, against, layer), format(file, type), data, caller);
    }

    /**
     * Measures how many words a second a pipeline annotates, with texts of the platform's own.
     *
     * @param language ISO 639-1 code
     * @param layers   layers to make, separated by commas; the usual ones if missing
     * @param seconds  how long to measure
     */
    @POST
    @Path("benchmarks")
    @RunBegun
    public Response benchmark(
            @QueryParam("language") @DefaultValue("en") String language,
            @QueryParam("layers") @DefaultValue("") String layers,
            @QueryParam("seconds") @DefaultValue("10") @Min(1) @Max(300) int seconds,
            @Context SecurityContext caller) {
        List<String> named =
                layers.isBlank() ? List.of() : List.of(layers.strip().split("\\s*,\\s*"));
        return start(
                new Benchmark("", language, named, seconds), DataFormat.TSV, InputStream.nullInputStream(), caller);
    }

    /**
     * Downloads the bundle of a trained model.
     *
     * @param id id of the run
     */
    @GET
    @Path("runs/{id}/model")
    @Produces("application/java-archive")
    public Download model(@PathParam("id") String id) {
        return training.ask(all -> Download.of(all.bundle(id)
                        .orElseThrow(() -> ProblemException.notFound("the run '" + id + "' has no model"))))
                .named("model-" + id + ".jar");
    }

    /**
     * Cancels a run that has not ended; deletes one that has, with its files.
     *
     * @param id id of the run
     */
    @DELETE
    @Path("runs/{id}")
    @ApiResponse(responseCode = "204", description = "The run is deleted")
    @ApiResponse(
            responseCode = "202",
            description = "The run is being cancelled",
            content = @Content(schema = @Schema(implementation = WireRun.class)))
    public Response delete(@PathParam("id") String id) {
        Run run = training.ask(all -> all.run(id)).orElseThrow(() -> unknown(id));
        if (training.ask(all -> all.delete(id))) {
            return Response.noContent().build();
        }
        return Response.accepted(WireRun.of(training.ask(all -> all.cancel(id)).orElse(run)))
                .build();
    }

    private Response start(RunRequest request, DataFormat format, InputStream data, SecurityContext caller) {
        Run run = training.ask(all ->
                all.start(request, format, data, caller.getUserPrincipal().getName()));
        return Response.accepted(WireRun.of(run))
                .location(URI.create("training/runs/" + run.id()))
                .build();
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no run '" + id + "'");
    }

    private static String named(String file) {
        return file.isEmpty() ? "data" : file;
    }

    private static DataFormat format(String file, String type) {
        return DataFormat.ofFile(file)
                .orElseGet(() -> switch (type.replaceAll(";.*", "").strip()) {
                    case CSV -> DataFormat.CSV;
                    case NDJSON -> DataFormat.JSON_LINES;
                    case ZIP -> DataFormat.BRAT;
                    default -> DataFormat.TSV;
                });
    }
}
