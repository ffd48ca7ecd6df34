package io.bouquet.deploy.rest;

import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.web.ApiResource;
import io.bouquet.web.ProblemException;
import io.bouquet.web.binding.ForbidUnknownQuery;
import java.util.List;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/receipts}: the receipts of changes, the latest first. */
@Component(service = ReceiptsResource.class)
@ApiResource
@ForbidUnknownQuery
@JSONRequired
@Path("receipts")
@Produces(MediaType.APPLICATION_JSON)
public final class ReceiptsResource {
    private final LiveDeployments deployments;

    @Activate
    public ReceiptsResource(@Reference LiveDeployments deployments) {
        this.deployments = deployments;
    }

    /**
     * Lists receipts, the latest first.
     *
     * @param plugin name of a plugin; receipts of all plugins if missing
     * @param offset number of receipts to skip
     * @param limit  number of receipts in the answer
     */
    @GET
    public Page find(
            @QueryParam("plugin") @DefaultValue("") String plugin,
            @QueryParam("offset") @DefaultValue("0") @Min(0) int offset,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(1000) int limit) {
        ReceiptQuery query = new ReceiptQuery(plugin, offset, limit);
        return deployments.ask(all ->
                new Page(all.receipts(query).stream().map(WireReceipt::of).toList(), all.count(query), offset, limit));
    }

    /**
     * Shows a receipt, which grows while its change runs.
     *
     * @param id id of the receipt
     */
    @GET
    @Path("{id}")
    public WireReceipt get(@PathParam("id") String id) {
        return deployments
                .ask(all -> all.receipt(id))
                .map(WireReceipt::of)
                .orElseThrow(() -> ProblemException.notFound(
                        "no receipt has the id '" + id + "'; GET /api/receipts lists those there are"));
    }

    record Page(List<WireReceipt> receipts, long total, int offset, int limit) {}
}
