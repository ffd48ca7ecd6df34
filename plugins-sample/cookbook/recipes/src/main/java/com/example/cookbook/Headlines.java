package com.example.cookbook;

import java.util.List;
import javax.validation.constraints.NotBlank;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.jsoup.Jsoup;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** A library of others: finds the headings of a page with jsoup. */
@Component(service = Headlines.class)
@JaxrsResource
@Path("cookbook/headlines")
@Produces("application/json")
public final class Headlines {
    /** Finds headings. */
    @POST
    @Consumes("text/html")
    public List<String> find(@NotBlank String page) {
        return Jsoup.parse(page).select("h1, h2").eachText();
    }
}
