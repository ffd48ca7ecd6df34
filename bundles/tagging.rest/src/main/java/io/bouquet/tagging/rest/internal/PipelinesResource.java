package io.bouquet.tagging.rest.internal;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.web.ApiResource;
import java.util.List;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/pipelines}: the pipelines of all languages. */
@Component(service = PipelinesResource.class)
@ApiResource
@JSONRequired
@Path("pipelines")
@Produces(MediaType.APPLICATION_JSON)
public final class PipelinesResource {
    private final BrokerAnnotator annotator;

    @Activate
    public PipelinesResource(@Reference BrokerAnnotator annotator) {
        this.annotator = annotator;
    }

    /** Lists for each language the taggers in their order, and their layers. */
    @GET
    public Pipelines pipelines() {
        Broker broker = annotator.broker();
        List<Pipeline> pipelines = broker.pipelines().stream()
                .map(one -> new Pipeline(AnnotateAnswer.language(one.language()), one.taggers(), one.layers()))
                .toList();
        return new Pipelines(pipelines, broker.generation());
    }

    record Pipelines(List<Pipeline> pipelines, long generation) {}

    /** @param language null for the taggers that support any language */
    record Pipeline(@Nullable String language, List<String> taggers, List<String> layers) {}
}
