package com.example.cookbook;

import io.bouquet.documents.DocumentStore;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.web.Status;
import java.util.List;
import javax.validation.constraints.NotBlank;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Texts: annotates a letter, and stores it with its annotations. */
@Component(service = Letters.class)
@JaxrsResource
@Path("cookbook/letters")
@Produces("application/json")
public final class Letters {
    private final Broker broker;
    private final DocumentStore documents;

    @Activate
    public Letters(@Reference Broker broker, @Reference DocumentStore documents) {
        this.broker = broker;
        this.documents = documents;
    }

    /** A stored letter. */
    record Stored(String id, int words) {}

    /** Stores a letter in English. */
    @POST
    @Consumes("text/plain")
    @Status(201)
    public Stored store(@NotBlank String letter) {
        AnnotationResult found = broker.annotate(new AnnotationRequest(letter, List.of("tokens"), "en"));
        String id = documents.add(letter, found).id();
        return new Stored(id, found.layers().get("tokens").size());
    }
}
