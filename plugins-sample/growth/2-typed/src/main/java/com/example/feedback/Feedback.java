package com.example.feedback;

import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Layers;
import java.util.List;
import javax.validation.Valid;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Reads what people think. */
@Component(service = Feedback.class)
@JaxrsResource
@JSONRequired
@Path("feedback")
@Produces("application/json")
public final class Feedback {
    private final Broker broker;

    @Activate
    public Feedback(@Reference Broker broker) {
        this.broker = broker;
    }

    /** Asks for an opinion. */
    @GET
    @Produces("text/plain")
    public String ask() {
        return "Tell us what you think.";
    }

    /** Reads an opinion. */
    @POST
    public Impression read(@Valid Opinion opinion) {
        AnnotationResult read =
                broker.annotate(new AnnotationRequest(opinion.text(), List.of(Layers.SENTIMENT, "shouts"), "en"));
        return new Impression(
                read.layers().get(Layers.SENTIMENT).stream()
                        .map(sentiment -> sentiment.label())
                        .findFirst()
                        .orElse("neutral"),
                read.layers().get("shouts").stream()
                        .map(shout -> shout.span().in(opinion.text()))
                        .toList());
    }
}
