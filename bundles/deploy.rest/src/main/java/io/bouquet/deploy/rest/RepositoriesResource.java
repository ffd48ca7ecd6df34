package io.bouquet.deploy.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bouquet.accounts.Account;
import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Outdated;
import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories;
import io.bouquet.deploy.Repository;
import io.bouquet.web.ApiResource;
import io.bouquet.web.binding.ForbidUnknownQuery;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.security.RolesAllowed;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/repositories}: the repositories of plugins, and what is in them. */
@Component(service = RepositoriesResource.class)
@ApiResource
@ForbidUnknownQuery
@JSONRequired
@Path("repositories")
@RolesAllowed(Account.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public final class RepositoriesResource {
    private final LiveDeployments deployments;

    @Activate
    public RepositoriesResource(@Reference LiveDeployments deployments) {
        this.deployments = deployments;
    }

    /** Lists the repositories, and what is wrong with them. */
    @GET
    public RepositoryList list() {
        return new RepositoryList(deployments.askRepositories(
                all -> all.repositories().stream().map(WireRepository::of).toList()));
    }

    /**
     * Finds plugins in the repositories: what each adds and asks for, and whether it can run here.
     *
     * @param words  words that a plugin has in its name, description or contents; all plugins if missing
     * @param all    whether to list all versions instead of the latest that can run here
     * @param offset number of releases to skip
     * @param limit  number of releases in the answer
     */
    @GET
    @Path("releases")
    public ReleasePage releases(
            @QueryParam("words") @DefaultValue("") String words,
            @QueryParam("all") @DefaultValue("false") boolean all,
            @QueryParam("offset") @DefaultValue("0") @Min(0) int offset,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(1000) int limit) {
        Repositories.Found found = deployments.askRepositories(its -> all ? its.search(words) : its.latest(words));
        return new ReleasePage(
                found.releases().stream()
                        .skip(offset)
                        .limit(limit)
                        .map(WireRelease::of)
                        .toList(),
                found.releases().size(),
                offset,
                limit,
                found.problems());
    }

    /** Lists the installed plugins of which a repository has a newer version. */
    @GET
    @Path("outdated")
    public OutdatedList outdated() {
        return new OutdatedList(deployments.askRepositories(
                all -> all.outdated().stream().map(WireOutdated::of).toList()));
    }

    record RepositoryList(List<WireRepository> repositories) {}

    /** @param problems repositories that could not be searched, and why */
    record ReleasePage(List<WireRelease> releases, long total, int offset, int limit, List<String> problems) {}

    record OutdatedList(List<WireOutdated> plugins) {}

    /**
     * @param layout   index, folder or maven
     * @param trust    signed, local or unsigned
     * @param made     when its index was made; missing if it has none
     * @param releases number of versions in it
     * @param problem  why it cannot be used; empty if it can
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WireRepository(
            String name,
            String url,
            String layout,
            String trust,
            @Nullable Instant made,
            int releases,
            String problem) {
        static WireRepository of(Repository repository) {
            return new WireRepository(
                    repository.name(),
                    repository.url(),
                    repository.layout(),
                    repository.trust(),
                    repository.made().orElse(null),
                    repository.releases(),
                    repository.problem());
        }
    }

    /**
     * @param format      jar or kar
     * @param installed   installed version; missing if the plugin is not installed
     * @param adds        what it adds, by kind: routes, layers, entities and so on
     * @param scopes      scopes that tokens need for its routes
     * @param permissions permissions that it asks for
     * @param packages    packages of other bundles that it needs
     * @param unmet       why it cannot run here; empty if it is compatible
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WireRelease(
            String name,
            String version,
            String format,
            String title,
            String description,
            String licence,
            String repository,
            long bytes,
            @Nullable String installed,
            boolean compatible,
            List<WireFinding> unmet,
            Map<String, List<String>> adds,
            List<String> scopes,
            List<String> permissions,
            List<String> packages) {
        static WireRelease of(Release release) {
            ArchiveSummary summary = release.summary();
            return new WireRelease(
                    summary.name(),
                    summary.version(),
                    summary.format().name().toLowerCase(Locale.ROOT),
                    summary.title(),
                    summary.description(),
                    summary.licence(),
                    release.repository(),
                    release.bytes(),
                    release.installed().orElse(null),
                    release.isCompatible(),
                    release.unmet().stream().map(WireFinding::of).toList(),
                    summary.adds(),
                    summary.scopes(),
                    summary.permissions(),
                    summary.packages());
        }
    }

    /**
     * @param compatible latest version that can run here; missing if no newer one can
     * @param latest     latest version of all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WireOutdated(
            String plugin, String installed, @Nullable WireRelease compatible, WireRelease latest) {
        static WireOutdated of(Outdated outdated) {
            return new WireOutdated(
                    outdated.plugin(),
                    outdated.installed(),
                    outdated.compatible().map(WireRelease::of).orElse(null),
                    WireRelease.of(outdated.latest()));
        }
    }
}
