package io.bouquet.deploy.rest;

import io.bouquet.accounts.Caller;
import io.bouquet.plugin.scaffold.Origin;
import io.bouquet.web.ApiResource;
import io.bouquet.web.Download;
import io.bouquet.web.ProblemException;
import io.bouquet.web.spi.RequestAuthenticator;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * {@code /api/maven}: the Maven repository of the distribution, for builds of plugins on any machine. Public, because it has
 * nothing but what the distribution has, and because a build tool has no account.
 */
@Component(service = {MavenResource.class, RequestAuthenticator.class})
@ApiResource
@Path("maven")
public final class MavenResource implements RequestAuthenticator {
    private static final String PREFIX = Origin.REPOSITORY + "/";
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

    private final java.nio.file.Path repository;

    @Activate
    public MavenResource(BundleContext context) {
        this(Homes.of(context).resolve("repository"));
    }

    MavenResource(java.nio.file.Path repository) {
        this.repository = repository;
    }

    /**
     * Returns a file.
     *
     * @param path path of an artifact, as Maven lays out its repositories
     */
    @GET
    @Hidden
    @Path("{path: .+}")
    @Produces(MediaType.WILDCARD)
    public Download get(@PathParam("path") String path) throws IOException {
        if (FILE.matcher(path).matches()) {
            try {
                return Download.of(repository.resolve(path)).type(MediaType.APPLICATION_OCTET_STREAM);
            } catch (NoSuchFileException e) {
                // told below
            }
        }
        throw ProblemException.notFound(
                "the platform's Maven repository has no file '" + path + "'; artifacts of others are in Maven Central");
    }

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean isPublic(HttpServletRequest request) {
        return SAFE_METHODS.contains(request.getMethod())
                && request.getRequestURI().startsWith(PREFIX);
    }
}
