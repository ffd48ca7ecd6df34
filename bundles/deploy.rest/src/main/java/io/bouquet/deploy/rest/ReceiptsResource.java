package io.bouquet.deploy.rest;

import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.web.ApiResource;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            @QueryParam("offset") @DefaultValue("0") @Schema(type = "integer", minimum = "0") String offset,
            @QueryParam("limit") @DefaultValue("20") @Schema(type = "integer", minimum = "1", maximum = "1000")
                    String limit) {
        List<FieldError> errors = new ArrayList<>();
        int from = number("offset", offset, 0, Integer.MAX_VALUE, errors);
        int most = number("limit", limit, 1, 1000, errors);
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        ReceiptQuery query = new ReceiptQuery(plugin, from, most);
        return deployments.ask(all ->
                new Page(all.receipts(query).stream().map(WireReceipt::of).toList(), all.count(query), from, most));
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

    private static int number(String name, String value, int least, int most, List<FieldError> errors) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        errors.add(new FieldError(
                "int_parsing",
                List.of("query", name),
                "must be a whole number from " + least + " to " + most,
                value,
                Map.of("ge", least, "le", most)));
        return least;
    }

    record Page(List<WireReceipt> receipts, long total, int offset, int limit) {}
}
