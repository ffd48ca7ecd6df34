package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Policies;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TakeOvers;
import io.bouquet.web.ApiResource;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import javax.annotation.security.RolesAllowed;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/taggers}: the taggers, their versions and policies. */
@Component(service = TaggersResource.class)
@ApiResource
@JSONRequired
@Path("taggers")
@Produces(MediaType.APPLICATION_JSON)
public final class TaggersResource {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ADMIN = "admin";

    /** States of versions that a policy may name: they serve, or may serve later. */
    private static final Set<TaggerInfo.State> ELIGIBLE = Set.of(
            TaggerInfo.State.SERVING,
            TaggerInfo.State.READY,
            TaggerInfo.State.STANDING_BY,
            TaggerInfo.State.WAITING,
            TaggerInfo.State.NEW,
            TaggerInfo.State.LOADING,
            TaggerInfo.State.WARMING,
            TaggerInfo.State.CHECKING);

    private final BrokerAnnotator annotator;
    private final LivePolicies policies;

    @Activate
    public TaggersResource(@Reference BrokerAnnotator annotator, @Reference LivePolicies policies) {
        this.annotator = annotator;
        this.policies = policies;
    }

    /** Lists all installed versions of all taggers, and the current generation. */
    @GET
    public Taggers taggers() {
        Broker broker = annotator.broker();
        SortedMap<String, Policy> set = policies.get().all();
        return new Taggers(
                broker.taggers().stream()
                        .map(info -> WireTagger.of(info, set.getOrDefault(info.name(), Policy.LATEST)))
                        .toList(),
                broker.generation());
    }

    /**
     * Shows a tagger: the version that serves, or else the newest, with all versions, newest first.
     *
     * @param name name of the tagger
     */
    @GET
    @Path("{name}")
    public TaggerVersions tagger(@PathParam("name") String name) {
        Policy policy = policies.get().of(name);
        List<TaggerInfo> versions = versions(name);
        TaggerInfo first = versions.stream()
                .min(Comparator.comparing((TaggerInfo version) -> version.state() != TaggerInfo.State.SERVING)
                        .thenComparing(version -> -version.share()))
                .orElseThrow();
        return new TaggerVersions(
                WireTagger.of(first, policy),
                versions.stream().map(info -> WireTagger.of(info, policy)).toList());
    }

    /**
     * Shows which versions of a tagger serve.
     *
     * @param name name of the tagger
     */
    @GET
    @Path("{name}/policy")
    public WirePolicy policy(@PathParam("name") String name) {
        Policies known = policies.get();
        if (!known.all().containsKey(name)) {
            versions(name);
        }
        return WirePolicy.of(known.of(name));
    }

    /**
     * Changes which versions of a tagger serve. The policy is in effect when this is answered.
     *
     * @param name name of the tagger
     */
    @PUT
    @Path("{name}/policy")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(implementation = WirePolicy.class)))
    @RolesAllowed(ADMIN)
    public WirePolicy set(@PathParam("name") String name, JsonNode body) {
        Policy policy = WirePolicy.read(body, eligible(versions(name)));
        try {
            policies.get().set(Map.of(name, policy));
        } catch (IllegalArgumentException e) {
            // a version may be removed between the check and the change
            throw refused(List.of("body"), e, null);
        }
        return WirePolicy.of(policy);
    }

    /**
     * Removes the policy of a tagger, so that the latest version serves.
     *
     * @param name name of the tagger
     */
    @DELETE
    @Path("{name}/policy")
    @RolesAllowed(ADMIN)
    public void unset(@PathParam("name") String name) {
        Policies known = policies.get();
        if (!known.all().containsKey(name)) {
            versions(name);
        }
        known.set(Map.of(name, Policy.LATEST));
    }

    /**
     * Makes one version serve alone: the version in the body, or else the candidate, or else the newest that is ready.
     *
     * @param name name of the tagger
     * @param body empty, or an object that may name the {@code version} that is to serve alone
     */
    @POST
    @Path("{name}/promote")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VersionChoice.class)))
    @RolesAllowed(ADMIN)
    public WirePolicy promote(@PathParam("name") String name, byte[] body) {
        String version = version(body);
        versions(name);
        try {
            return WirePolicy.of(policies.get().promote(name, version));
        } catch (IllegalArgumentException e) {
            throw version.isEmpty()
                    ? ProblemException.of(409, String.valueOf(e.getMessage()))
                    : refused(List.of("body", "version"), e, RequestCheck.shorten(version));
        }
    }

    /**
     * Makes the previous version serve again, and pins it.
     *
     * @param name name of the tagger
     */
    @POST
    @Path("{name}/rollback")
    @RolesAllowed(ADMIN)
    public WirePolicy rollBack(@PathParam("name") String name) {
        versions(name);
        try {
            return WirePolicy.of(policies.get().rollBack(name));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(409, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Lets a tagger answer its layers in place of taggers of other names. It is in effect when the response is sent.
     *
     * @param name name of the tagger
     */
    @PUT
    @Path("{name}/takeover")
    @RolesAllowed(ADMIN)
    public TaggerVersions takeOver(@PathParam("name") String name) {
        versions(name);
        policies.takeOvers().allow(List.of(name));
        return tagger(name);
    }

    /**
     * Ends a takeover: the tagger that answered before answers again.
     *
     * @param name name of the tagger
     */
    @DELETE
    @Path("{name}/takeover")
    @RolesAllowed(ADMIN)
    public void endTakeOver(@PathParam("name") String name) {
        TakeOvers takeOvers = policies.takeOvers();
        if (!takeOvers.allowed().contains(name)) {
            versions(name);
        }
        takeOvers.end(List.of(name));
    }

    /**
     * Compares the answers of a shadow with those that were sent. For administrators: it shows parts of texts of others.
     *
     * @param name name of the tagger
     */
    @GET
    @Path("{name}/comparison")
    @RolesAllowed(ADMIN)
    public WireComparison comparison(@PathParam("name") String name) {
        versions(name);
        return policies.get()
                .comparison(name)
                .map(WireComparison::of)
                .orElseThrow(() -> ProblemException.notFound("the tagger '" + name
                        + "' has no shadow to be compared with; set its policy to shadow to run one"));
    }

    /** @throws ProblemException 404 if there is none */
    private List<TaggerInfo> versions(String name) {
        List<TaggerInfo> all = annotator.broker().taggers();
        List<TaggerInfo> versions =
                all.stream().filter(tagger -> tagger.name().equals(name)).toList();
        // removed versions stay in the list for a while, but count as missing
        if (versions.stream().allMatch(TaggersResource::isGone)) {
            throw ProblemException.notFound(UnknownTagger.notFound(
                    name,
                    all.stream()
                            .filter(tagger -> !isGone(tagger))
                            .map(TaggerInfo::name)
                            .distinct()
                            .toList()));
        }
        return versions;
    }

    private static boolean isGone(TaggerInfo tagger) {
        return tagger.state() == TaggerInfo.State.RETIRED;
    }

    private static List<String> eligible(List<TaggerInfo> versions) {
        return versions.stream()
                .filter(version -> ELIGIBLE.contains(version.state()))
                .map(TaggerInfo::version)
                .distinct()
                .toList();
    }

    /** Returns the version in the body; the empty string if there is none. */
    private static String version(byte[] body) {
        if (body.length == 0) {
            return "";
        }
        RequestCheck check = new RequestCheck(List::of);
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw ProblemException.of(400, "the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = null;
        if (check.object(tree, List.of("body"), List.of("version")) && tree.hasNonNull("version")) {
            version = check.string(tree.path("version"), List.of("body", "version"));
        }
        check.complete();
        return version == null ? "" : version;
    }

    private static ProblemException refused(List<Object> loc, IllegalArgumentException e, @Nullable Object input) {
        return ProblemException.unprocessable(
                List.of(new FieldError("value_error", loc, String.valueOf(e.getMessage()), input)));
    }

    /** A body of {@code promote}, as the OpenAPI document describes it. */
    record VersionChoice(@Nullable String version) {}

    record Taggers(List<WireTagger> taggers, long generation) {}

    record TaggerVersions(@JsonUnwrapped WireTagger tagger, List<WireTagger> versions) {}
}
