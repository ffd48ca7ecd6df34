package io.bouquet.deploy.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bouquet.accounts.Account;
import io.bouquet.deploy.Change;
import io.bouquet.deploy.Download;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.spi.Permissions;
import io.bouquet.web.ApiResource;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.binding.ForbidUnknownQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.annotation.security.RolesAllowed;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
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

/**
 * {@code /api/plugins}: installs, upgrades, rolls back and removes plugins. The request body is the archive. A change
 * returns 202 with its receipt; {@code Location} is the URL of the receipt, which shows the progress. With
 * {@code plan=true} the response is the plan, and nothing changes.
 */
@Component(service = PluginsResource.class)
@ApiResource
@ForbidUnknownQuery
@JSONRequired
@Path("plugins")
@Produces(MediaType.APPLICATION_JSON)
public final class PluginsResource {
    private static final String ARCHIVE = "application/java-archive";
    private static final String ZIP = "application/zip";

    private final LiveDeployments deployments;

    @Activate
    public PluginsResource(@Reference LiveDeployments deployments) {
        this.deployments = deployments;
    }

    /** Lists the plugins, and the files in the deploy folder that are not installed. */
    @GET
    public PluginList list() {
        return deployments.ask(all -> new PluginList(
                all.plugins().stream().map(WirePlugin::of).toList(),
                all.refusals().stream().map(WireRefusal::of).toList()));
    }

    /**
     * Shows a plugin.
     *
     * @param name name of the plugin
     */
    @GET
    @Path("{name}")
    public WirePlugin get(@PathParam("name") String name) {
        List<Plugin> all = deployments.ask(it -> it.plugins());
        return all.stream()
                .filter(plugin -> plugin.name().equals(name))
                .findFirst()
                .map(WirePlugin::of)
                .orElseThrow(() -> ProblemException.notFound("no plugin '" + name + "' was installed here; there are: "
                        + (all.isEmpty()
                                ? "none"
                                : String.join(
                                        ", ", all.stream().map(Plugin::name).toList()))));
    }

    /**
     * Tells why a plugin is not live, and how to solve it. Starts a bundle that should run and does not, to learn why.
     *
     * @param plugin name of a plugin, or symbolic name or id of a bundle
     */
    @GET
    @Path("{plugin}/doctor")
    @RolesAllowed(Account.ADMIN)
    public WireDiagnosis doctor(@PathParam("plugin") String plugin) {
        return WireDiagnosis.of(deployments.ask(all -> all.diagnose(plugin)));
    }

    /**
     * Installs a plugin.
     *
     * @param archive  a JAR or KAR
     * @param name     name of the file, for people
     * @param takeOver whether the plugin may answer layers and paths in place of other bundles
     * @param allow    permissions of the plugin
     * @param plan     whether to answer what the change would do instead of making it
     */
    @POST
    @Consumes({ARCHIVE, ZIP, MediaType.APPLICATION_OCTET_STREAM})
    @RolesAllowed(Account.ADMIN)
    @ReceiptOrPlan
    public Response install(
            InputStream archive,
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("takeOver") @DefaultValue("false") boolean takeOver,
            @QueryParam("allow") List<String> allow,
            @QueryParam("plan") @DefaultValue("false") boolean plan,
            @Context SecurityContext caller) {
        Set<String> allowed = permissions(allow);
        return respond(upload(archive, file -> agreed(Change.install(file, name), takeOver, allowed), plan, caller));
    }

    /**
     * Upgrades a plugin.
     *
     * @param archive   a JAR or KAR
     * @param plugin    name of the plugin
     * @param name      name of the file, for people
     * @param downgrade whether the version may be older
     * @param force     whether the version may be the same
     * @param takeOver  whether the plugin may answer layers and paths in place of other bundles
     * @param allow     permissions of the plugin
     * @param plan      whether to answer what the change would do instead of making it
     */
    @PUT
    @Path("{plugin}")
    @Consumes({ARCHIVE, ZIP, MediaType.APPLICATION_OCTET_STREAM})
    @RolesAllowed(Account.ADMIN)
    @ReceiptOrPlan
    public Response upgrade(
            InputStream archive,
            @PathParam("plugin") String plugin,
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("downgrade") @DefaultValue("false") boolean downgrade,
            @QueryParam("force") @DefaultValue("false") boolean force,
            @QueryParam("takeOver") @DefaultValue("false") boolean takeOver,
            @QueryParam("allow") List<String> allow,
            @QueryParam("plan") @DefaultValue("false") boolean plan,
            @Context SecurityContext caller) {
        Set<String> allowed = permissions(allow);
        return respond(upload(
                archive,
                file -> agreed(upgrade(plugin, file, name, downgrade, force), takeOver, allowed),
                plan,
                caller));
    }

    /**
     * Installs a plugin from a repository.
     *
     * @param plugin   name of the plugin
     * @param version  version; the latest one that can run here if missing
     * @param from     name of the repository; needed only if several have the plugin
     * @param takeOver whether the plugin may answer layers and paths in place of other bundles
     * @param allow    permissions of the plugin
     * @param plan     whether to answer what the change would do instead of making it
     */
    @POST
    @Path("{plugin}/install")
    @RolesAllowed(Account.ADMIN)
    @ReceiptOrPlan
    public Response installRelease(
            @PathParam("plugin") String plugin,
            @QueryParam("version") @DefaultValue("") String version,
            @QueryParam("from") @DefaultValue("") String from,
            @QueryParam("takeOver") @DefaultValue("false") boolean takeOver,
            @QueryParam("allow") List<String> allow,
            @QueryParam("plan") @DefaultValue("false") boolean plan,
            @Context SecurityContext caller) {
        Set<String> allowed = permissions(allow);
        return respond(download(
                plugin,
                version,
                from,
                file -> agreed(Change.install(file.path(), file.origin()), takeOver, allowed),
                plan,
                caller));
    }

    /**
     * Upgrades a plugin to a version in a repository.
     *
     * @param plugin    name of the plugin
     * @param version   version; the latest one that can run here if missing
     * @param from      name of the repository; needed only if several have the plugin
     * @param downgrade whether the version may be older
     * @param force     whether the version may be the same
     * @param takeOver  whether the plugin may answer layers and paths in place of other bundles
     * @param allow     permissions of the plugin
     * @param plan      whether to answer what the change would do instead of making it
     */
    @POST
    @Path("{plugin}/upgrade")
    @RolesAllowed(Account.ADMIN)
    @ReceiptOrPlan
    public Response upgradeToRelease(
            @PathParam("plugin") String plugin,
            @QueryParam("version") @DefaultValue("") String version,
            @QueryParam("from") @DefaultValue("") String from,
            @QueryParam("downgrade") @DefaultValue("false") boolean downgrade,
            @QueryParam("force") @DefaultValue("false") boolean force,
            @QueryParam("takeOver") @DefaultValue("false") boolean takeOver,
            @QueryParam("allow") List<String> allow,
            @QueryParam("plan") @DefaultValue("false") boolean plan,
            @Context SecurityContext caller) {
        Set<String> allowed = permissions(allow);
        return respond(download(
                plugin,
                version,
                from,
                file -> agreed(upgrade(plugin, file.path(), file.origin(), downgrade, force), takeOver, allowed),
                plan,
                caller));
    }

    /** A receipt or a plan. */
    private Object download(
            String plugin,
            String version,
            String from,
            Function<Download, Change> change,
            boolean plan,
            SecurityContext caller) {
        try (Download download = deployments.askRepositories(all -> all.download(all.find(plugin, version, from)))) {
            return change(change.apply(download), plan, caller);
        }
    }

    /** Returns the change with the take-overs and permissions that the caller agrees to. */
    static Change agreed(Change change, boolean takeOver, Set<String> allowed) {
        Change allowing = change.allowing(allowed);
        return takeOver ? allowing.withTakeOver() : allowing;
    }

    private static Set<String> permissions(List<String> allow) {
        for (String permission : allow) {
            if (!Permissions.ALL.contains(permission)) {
                String all = String.join(", ", new TreeSet<>(Permissions.ALL));
                throw ProblemException.unprocessable(List.of(new FieldError(
                        "enum", List.of("query", "allow"), "must be one of " + all, permission, Map.of())));
            }
        }
        return Set.copyOf(allow);
    }

    static Change upgrade(String plugin, java.nio.file.Path file, String name, boolean downgrade, boolean force) {
        Change upgrade = Change.upgrade(plugin, file, name, downgrade);
        return force ? upgrade.withForce() : upgrade;
    }

    /**
     * Goes back to the previous version of a plugin.
     *
     * @param plugin name of the plugin
     * @param plan   whether to answer what the change would do instead of making it
     */
    @POST
    @Path("{plugin}/rollback")
    @RolesAllowed(Account.ADMIN)
    @ReceiptOrPlan
    public Response rollback(
            @PathParam("plugin") String plugin,
            @QueryParam("plan") @DefaultValue("false") boolean plan,
            @Context SecurityContext caller) {
        return respond(change(Change.rollback(plugin), plan, caller));
    }

    /**
     * Removes a plugin.
     *
     * @param plugin name of the plugin
     * @param purge  whether to drop its data, too
     * @param plan   whether to answer what the change would do instead of making it
     */
    @DELETE
    @Path("{plugin}")
    @RolesAllowed(Account.ADMIN)
    @ReceiptOrPlan
    public Response remove(
            @PathParam("plugin") String plugin,
            @QueryParam("purge") @DefaultValue("false") boolean purge,
            @QueryParam("plan") @DefaultValue("false") boolean plan,
            @Context SecurityContext caller) {
        return respond(change(remove(plugin, purge), plan, caller));
    }

    static Change remove(String plugin, boolean purge) {
        Change remove = Change.remove(plugin);
        return purge ? remove.withPurge() : remove;
    }

    /** A receipt or a plan. */
    Object upload(
            InputStream archive, Function<java.nio.file.Path, Change> change, boolean plan, SecurityContext caller) {
        java.nio.file.Path file = null;
        try {
            file = Files.createTempFile("bouquet-upload", ".jar");
            Files.copy(archive, file, StandardCopyOption.REPLACE_EXISTING);
            return change(change.apply(file), plan, caller);
        } catch (IOException e) {
            throw new UncheckedIOException("the archive could not be received", e);
        } finally {
            delete(file);
        }
    }

    /** Deletes the uploaded file. The change has its own copy. */
    private static void delete(java.nio.file.@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    /** A receipt or a plan. */
    Object change(Change change, boolean plan, SecurityContext caller) {
        if (plan) {
            return WirePlan.of(deployments.ask(all -> all.plan(change)));
        }
        String account = caller.getUserPrincipal().getName();
        return WireReceipt.of(deployments.ask(all -> all.begin(change, account)));
    }

    private static Response respond(Object answer) {
        return answer instanceof WireReceipt receipt
                ? Response.accepted(receipt)
                        .location(URI.create("receipts/" + receipt.id()))
                        .build()
                : Response.ok(answer).build();
    }

    /** @param refused files in the deploy folder that are not installed, each with the reason */
    record PluginList(List<WirePlugin> plugins, List<WireRefusal> refused) {}

    record WireRefusal(String file, String reason, Instant since) {
        static WireRefusal of(Refusal refusal) {
            return new WireRefusal(refusal.file(), refusal.reason(), refusal.since());
        }
    }

    /**
     * @param standby  version on standby; missing if there is none
     * @param previous version that a rollback returns to; missing if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WirePlugin(
            String name,
            String version,
            @Nullable String standby,
            @Nullable String previous,
            String format,
            String origin,
            Instant since) {
        static WirePlugin of(Plugin plugin) {
            return new WirePlugin(
                    plugin.name(),
                    plugin.version(),
                    plugin.standby().orElse(null),
                    plugin.previous().orElse(null),
                    plugin.format().name().toLowerCase(Locale.ROOT),
                    plugin.origin(),
                    plugin.since());
        }
    }
}
