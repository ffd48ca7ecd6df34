package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.web.ApiResource;
import io.bouquet.web.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/taggers}: what annotates. */
@Component(service = TaggersResource.class)
@ApiResource
@JSONRequired
@Path("taggers")
@Produces(MediaType.APPLICATION_JSON)
public final class TaggersResource {
    private final BrokerAnnotator annotator;

    @Activate
    public TaggersResource(@Reference BrokerAnnotator annotator) {
        this.annotator = annotator;
    }

    @GET
    public Taggers taggers() {
        Broker broker = annotator.broker();
        return new Taggers(broker.taggers().stream().map(Tagger::of).toList(), broker.generation());
    }

    /** Where several versions of the name are there, the one that serves; else the newest. */
    @GET
    @Path("{name}")
    public Tagger tagger(@PathParam("name") String name) {
        List<TaggerInfo> all = annotator.broker().taggers();
        return all.stream()
                .filter(tagger -> tagger.name().equals(name))
                .min(Comparator.comparing(tagger -> tagger.state() != TaggerInfo.State.SERVING))
                .map(Tagger::of)
                .orElseThrow(() -> ProblemException.notFound(NearNames.notFound(
                        name, all.stream().map(TaggerInfo::name).distinct().toList())));
    }

    record Taggers(List<Tagger> taggers, long generation) {}

    /** @param reason why it does not serve; missing where it does */
    record Tagger(
            String name,
            String version,
            String state,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String reason,
            List<String> languages,
            List<String> requires,
            List<String> produces,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String model,
            BundleName bundle) {
        static Tagger of(TaggerInfo info) {
            return new Tagger(
                    info.name(),
                    info.version(),
                    info.state().name().toLowerCase(Locale.ROOT),
                    info.reason(),
                    info.languages(),
                    info.requires(),
                    info.produces(),
                    info.model(),
                    new BundleName(info.bundle(), info.bundleId()));
        }
    }

    record BundleName(String name, long id) {}
}
