package com.example.cookbook;

import javax.validation.constraints.Pattern;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.CacheControl;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Caching: rates that the plugin and its clients keep for a minute. */
@Component(service = RatesResource.class)
@JaxrsResource
@Path("cookbook/rates/{currency}")
@Produces("application/json")
public final class RatesResource {
    /** @param lookups how often any rate was not in the plugin's cache */
    record Rate(String currency, double rate, int lookups) {}

    private final Rates rates;

    @Activate
    public RatesResource(@Reference Rates rates) {
        this.rates = rates;
    }

    /** Shows a rate. */
    @GET
    public Response rate(@PathParam("currency") @Pattern(regexp = "[A-Z]{3}") String currency) {
        CacheControl minute = new CacheControl();
        minute.setPrivate(true);
        minute.setMaxAge(60);
        return Response.ok(new Rate(currency, rates.of(currency), rates.lookups()))
                .cacheControl(minute)
                .build();
    }
}
