package com.example.review;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.PendingResult;
import io.bouquet.web.Secured;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.validation.Valid;
import javax.validation.constraints.Email;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotEmpty;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Size;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Reads reviews of products: how their authors feel, what they name, and what they are about. */
@Component(service = ReviewService.class)
@JaxrsResource
@JSONRequired
@Path("reviews")
@Produces(MediaType.APPLICATION_JSON)
@Secured(scopes = "reviews")
public final class ReviewService {
    private static final List<String> LAYERS =
            List.of(Layers.SENTENCES, Layers.TOKENS, Layers.POS, Layers.LEMMAS, Layers.ENTITIES, Layers.SENTIMENT);
    private static final int AHEAD = 8;

    private final Broker broker;

    /** A review of a product, as a customer writes it. */
    record Review(
            @NotBlank @Size(max = 5_000) String text,
            @Min(1) @Max(5) int stars,
            @NotNull @PastOrPresent LocalDate bought,
            @Email Optional<String> author,
            @Size(max = 5) List<@NotBlank @Size(max = 30) String> labels) {}

    /** A name in a review, with the kind of what it names. */
    record Entity(String name, String kind) {}

    /** What a review says. */
    record Insight(String sentiment, @Min(0) @Max(1) double confidence, List<Entity> entities, List<String> tags) {}

    @Activate
    public ReviewService(@Reference Broker broker) {
        this.broker = broker;
    }

    /** Reads one review. */
    @POST
    public Insight read(
            @Valid @NotNull Review review, @QueryParam("tags") @DefaultValue("5") @Min(0) @Max(20) int tags) {
        return insight(review.text(), broker.annotate(request(review)), tags);
    }

    /** Reads many reviews, and answers a line of JSON for each as soon as it is read. */
    @POST
    @Path("stream")
    @Produces("application/x-ndjson")
    public Stream<Insight> readAll(
            @NotEmpty @Size(max = 1_000) List<@Valid Review> reviews,
            @QueryParam("tags") @DefaultValue("5") @Min(0) @Max(20) int tags) {
        Lease lease = broker.lease(LAYERS);
        Deque<PendingResult> ahead = new ArrayDeque<>();
        Iterator<Review> rest = reviews.iterator();
        return reviews.stream()
                .map(review -> {
                    while (rest.hasNext() && ahead.size() < AHEAD) {
                        ahead.add(lease.submit(request(rest.next())));
                    }
                    return insight(review.text(), ahead.remove().await(), tags);
                })
                .onClose(lease::close);
    }

    private static AnnotationRequest request(Review review) {
        return new AnnotationRequest(review.text(), LAYERS, "en");
    }

    private static Insight insight(String text, AnnotationResult result, int tags) {
        AnnotatedText read = new AnnotatedText(text, "en", result.layers());
        Optional<Annotation> mood = read.layer(Layers.SENTIMENT).stream().findFirst();
        List<Entity> entities = read.layer(Layers.ENTITIES).stream()
                .map(entity -> new Entity(read.textOf(entity), entity.label()))
                .distinct()
                .toList();
        return new Insight(
                mood.map(Annotation::label).orElse("unknown"),
                mood.filter(Annotation::hasScore).map(Annotation::score).orElse(0.0),
                entities,
                nouns(read).distinct().limit(tags).toList());
    }

    /** The nouns of a text, as a dictionary has them. */
    private static Stream<String> nouns(AnnotatedText text) {
        List<Annotation> parts = text.layer(Layers.POS);
        List<Annotation> lemmas = text.layer(Layers.LEMMAS);
        return Stream.iterate(0, i -> i < Math.min(parts.size(), lemmas.size()), i -> i + 1)
                .filter(i -> parts.get(i).label().equals("NOUN"))
                .map(i -> lemmas.get(i).label().toLowerCase(Locale.ROOT));
    }
}
