package io.bouquet.training.rest;

import io.bouquet.accounts.Account;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Span;
import io.bouquet.training.Correction;
import io.bouquet.web.ApiResource;
import io.bouquet.web.ProblemException;
import io.bouquet.web.Status;
import io.bouquet.web.binding.ForbidUnknownQuery;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import javax.annotation.security.RolesAllowed;
import javax.validation.Valid;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/training/corrections}: right answers of people, as data for the next training. */
@Component(service = CorrectionsResource.class)
@ApiResource
@ForbidUnknownQuery
@JSONRequired
@Path("training/corrections")
@Produces(MediaType.APPLICATION_JSON)
public final class CorrectionsResource {
    private static final int LONGEST = 100_000;
    private static final int MOST = 1_000;
    private static final int LONGEST_LABEL = 200;

    private final LiveTraining training;

    @Activate
    public CorrectionsResource(@Reference LiveTraining training) {
        this.training = training;
    }

    /**
     * A right annotation.
     *
     * @param begin UTF-16 offset
     * @param end   UTF-16 offset after the last unit
     */
    public record Marked(
            @Min(0) int begin,
            @Min(0) int end,
            @NotBlank @Size(max = LONGEST_LABEL) String label) {}

    /**
     * A correction to keep.
     *
     * @param language    ISO 639-1 code
     * @param layer       layer of the right answer
     * @param label       the right label of the whole text
     * @param annotations all right annotations of the layer, in place of {@code label}
     */
    public record NewCorrection(
            @NotBlank @Size(max = LONGEST) String text,
            @Nullable @Size(max = 3) String language,
            @NotBlank String layer,
            @Nullable @Size(max = LONGEST_LABEL) String label,
            @Nullable @Size(max = MOST) List<@Valid @NotNull Marked> annotations) {}

    /** A correction that is kept. */
    record WireCorrection(
            String id,
            String text,
            String language,
            String layer,
            List<Marked> annotations,
            String account,
            Instant at) {
        static WireCorrection of(Correction it) {
            return new WireCorrection(
                    it.id(),
                    it.text(),
                    it.language(),
                    it.layer(),
                    it.annotations().stream()
                            .map(one ->
                                    new Marked(one.span().begin(), one.span().end(), one.label()))
                            .toList(),
                    it.account(),
                    it.at());
        }
    }

    /** @param layers number of corrections of each layer */
    record WireCorrections(SortedMap<String, Integer> layers, List<WireCorrection> corrections) {}

    /**
     * Lists corrections, the newest first.
     *
     * @param layer layer of the corrections; only the numbers of all layers if missing
     */
    @GET
    @RolesAllowed(Account.ADMIN)
    public WireCorrections list(@QueryParam("layer") @DefaultValue("") String layer) {
        return training.askCorrections(all -> new WireCorrections(
                all.layers(), all.list(layer).stream().map(WireCorrection::of).toList()));
    }

    /**
     * Downloads the corrections of a layer as data for a training, in JSON lines.
     *
     * @param layer layer of the corrections
     */
    @GET
    @Path("{layer}/data")
    @Produces("application/x-ndjson")
    @RolesAllowed(Account.ADMIN)
    public byte[] data(@PathParam("layer") String layer) {
        return training.askCorrections(all -> all.export(layer));
    }

    /** Keeps a correction. It replaces one of the same text and layer. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Status(201)
    public WireCorrection add(@Valid @NotNull NewCorrection correction, @Context SecurityContext caller) {
        String label = correction.label();
        List<Marked> marked = correction.annotations();
        if ((label == null) == (marked == null)) {
            throw ProblemException.of(422, "a correction has either a label or annotations");
        }
        String text = correction.text();
        String language = correction.language();
        return training.askCorrections(all -> WireCorrection.of(all.add(
                text,
                language == null ? "" : language,
                correction.layer(),
                marked == null
                        ? List.of(new Annotation(Span.of(text), String.valueOf(label)))
                        : marked.stream()
                                .map(one -> new Annotation(new Span(one.begin(), one.end()), one.label()))
                                .toList(),
                caller.getUserPrincipal().getName())));
    }

    /**
     * Removes a correction.
     *
     * @param id id of the correction
     */
    @DELETE
    @Path("{id}")
    @RolesAllowed(Account.ADMIN)
    @ApiResponse(responseCode = "204", description = "The correction is removed")
    public Response remove(@PathParam("id") String id) {
        if (!training.askCorrections(all -> all.remove(id))) {
            throw ProblemException.notFound("there is no correction '" + id + "'");
        }
        return Response.noContent().build();
    }
}
