package io.bouquet.deploy.rest;

import io.bouquet.plugin.scaffold.InvalidProjectException;
import io.bouquet.plugin.scaffold.Kind;
import io.bouquet.plugin.scaffold.Origin;
import io.bouquet.plugin.scaffold.Scaffold;
import io.bouquet.web.ApiResource;
import io.bouquet.web.Download;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.binding.ForbidUnknownQuery;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import javax.validation.constraints.NotNull;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.UriInfo;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code /api/scaffold}: the project of a new plugin. */
@Component(service = ScaffoldResource.class)
@ApiResource
@ForbidUnknownQuery
@Path("scaffold")
public final class ScaffoldResource {
    private final java.nio.file.Path home;

    @Activate
    public ScaffoldResource(BundleContext context) {
        this(Homes.of(context));
    }

    ScaffoldResource(java.nio.file.Path home) {
        this.home = home;
    }

    /**
     * Makes the project of a plugin, as {@code bouquet new} does, as a ZIP file. Its build takes the platform's artifacts from
     * {@code /api/maven} of the platform, under the address that this request has.
     *
     * @param kind  what the plugin contributes
     * @param name  name of the plugin and of its folder: lower-case letters, digits and single hyphens
     * @param group Maven group, and parent of the Java package
     */
    @GET
    @Produces("application/zip")
    public Download make(
            @NotNull
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "service",
                                                "tagger",
                                                "model",
                                                "entities",
                                                "page",
                                                "command"
                                            }))
                    @QueryParam("kind")
                    String kind,
            @NotNull @QueryParam("name") String name,
            @QueryParam("group") @DefaultValue(Scaffold.DEFAULT_GROUP) String group,
            @Context UriInfo uri)
            throws IOException {
        try {
            Origin origin = Origin.of(home, uri.getBaseUri());
            ByteArrayOutputStream zip = new ByteArrayOutputStream();
            new Scaffold(Kind.of(kind), name, group, origin).zip(zip);
            return Download.of(zip.toByteArray()).named(name + ".zip");
        } catch (InvalidProjectException e) {
            String field = e.field().name().toLowerCase(Locale.ROOT);
            String given =
                    switch (e.field()) {
                        case KIND -> kind;
                        case NAME -> name;
                        case GROUP -> group;
                    };
            throw ProblemException.unprocessable(List.of(
                    new FieldError("value_error", List.of("query", field), String.valueOf(e.getMessage()), given)));
        }
    }
}
