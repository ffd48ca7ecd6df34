package com.example.feedback;

import io.bouquet.data.Transactions;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Layers;
import io.bouquet.web.Status;
import java.time.Instant;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Reads and keeps what people think. */
@Component(service = Feedback.class)
@JaxrsResource
@JSONRequired
@Path("feedback")
@Produces("application/json")
public final class Feedback {
    private final Broker broker;
    private final Transactions transactions;

    @Activate
    public Feedback(@Reference Broker broker, @Reference(target = "(data.unit=feedback)") Transactions transactions) {
        this.broker = broker;
        this.transactions = transactions;
    }

    /** Asks for an opinion. */
    @GET
    @Produces("text/plain")
    public String ask() {
        return "Tell us what you think.";
    }

    /** Reads an opinion, and keeps it. */
    @POST
    @Status(201)
    public Impression keep(@Valid Opinion opinion) {
        Impression impression = read(opinion);
        transactions.run(entities -> entities.persist(new StoredOpinion(opinion, impression, Instant.now())));
        return impression;
    }

    /**
     * Lists the latest opinions.
     *
     * @param stars only those with so many stars or more
     */
    @GET
    @Path("opinions")
    public List<Opinion> list(@QueryParam("stars") @DefaultValue("1") @Min(1) @Max(5) int stars) {
        return transactions.call(entities -> entities
                .createQuery(
                        "select one from StoredOpinion one where one.stars >= :stars order by one.received desc",
                        StoredOpinion.class)
                .setParameter("stars", stars)
                .setMaxResults(100)
                .getResultList()
                .stream()
                .map(StoredOpinion::opinion)
                .toList());
    }

    private Impression read(Opinion opinion) {
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
