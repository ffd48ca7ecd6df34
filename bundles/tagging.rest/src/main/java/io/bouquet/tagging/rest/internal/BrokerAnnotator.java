package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.TimeLimitException;
import io.bouquet.tagging.UnknownLanguageException;
import io.bouquet.tagging.UnknownLayerException;
import io.bouquet.tagging.rest.OffsetUnit;
import io.bouquet.tagging.rest.TextAnnotator;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Has the broker annotate what comes over the wire. */
@Component(
        service = {TextAnnotator.class, BrokerAnnotator.class},
        configurationPid = BrokerAnnotator.PID)
@Designate(ocd = BrokerAnnotator.Config.class)
public final class BrokerAnnotator implements TextAnnotator {
    static final String PID = "io.bouquet.tagging.rest";
    static final int RETRY_AFTER_SECONDS = 5;

    static final List<String> MEMBERS = List.of("text", "layers", "language", "offsets", "key");

    /** Limits of what is annotated over REST. */
    @ObjectClassDefinition(name = "Bouquet tagging over REST")
    @interface Config {
        @AttributeDefinition(description = "Characters (Unicode code points) that a text may have; more are refused")
        int maxTextLength() default 1_000_000;

        @AttributeDefinition(description = "Documents that a batch may have; more are refused")
        int maxBatchDocuments() default 1_000;

        @AttributeDefinition(description = "Characters that the texts of a batch may have in all; more are refused")
        int maxBatchCharacters() default 1_000_000;

        @AttributeDefinition(description = "Batches at once; more are told to come back")
        int maxBatches() default 8;

        @AttributeDefinition(description = "Streams at once; more are told to come back")
        int maxStreams() default 8;

        @AttributeDefinition(
                description = "Bytes that a line of a stream may have; longer lines are answered by an error")
        int maxLineBytes() default 8 * 1024 * 1024;
    }

    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private volatile Config config;

    // dynamic: the whiteboard rewires all of the API where a resource comes or goes, and it must not with the broker
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Broker broker;

    @Activate
    public BrokerAnnotator(Config config) {
        this.config = config;
    }

    /** Stays where it is, and so do the resources that stand on it. */
    @Modified
    void modified(Config changed) {
        config = changed;
    }

    /**
     * The broker that serves.
     *
     * @throws ProblemException 503 while there is none
     */
    Broker broker() {
        Broker serving = broker;
        if (serving == null) {
            throw ProblemException.unavailable("nothing annotates at the moment; try again soon", RETRY_AFTER_SECONDS);
        }
        return serving;
    }

    Config config() {
        return config;
    }

    @Override
    public Annotated annotate(JsonNode body, Duration timeLimit) {
        return annotate(body, List.of("body", "text"), List.of("body"), timeLimit);
    }

    /** @param options where the layers, the language and the unit of the offsets came from */
    Annotated annotate(JsonNode body, List<Object> textLoc, List<Object> options, Duration timeLimit) {
        Broker serving = broker();
        Checked checked = check(serving, body, textLoc, options, timeLimit);
        return checked.with(ask(() -> serving.annotate(checked.request()), checked.request(), options));
    }

    /** A text that may be annotated, and the unit in which its offsets are wanted. */
    record Checked(AnnotationRequest request, OffsetUnit offsets) {
        Annotated with(AnnotationResult result) {
            return new Annotated(request.text(), offsets, result);
        }
    }

    /**
     * Checks a text and its options.
     *
     * @param options as for {@link #annotate}
     * @throws ProblemException 413 if the text is too long, 422 with all errors
     */
    Checked check(Broker serving, JsonNode body, List<Object> textLoc, List<Object> options, Duration timeLimit) {
        RequestCheck check = new RequestCheck(serving::pipelines);
        if (!check.object(body, options, MEMBERS)) {
            check.complete();
        }
        String text = check.text(body.path("text"), textLoc);
        if (text != null && isTooLong(text)) {
            throw ProblemException.tooLarge(tooLong());
        }
        List<String> layers = check.layers(body.path("layers"), RequestCheck.at(options, "layers"));
        String language = check.language(body.path("language"), RequestCheck.at(options, "language"));
        OffsetUnit offsets = check.offsets(body.path("offsets"), RequestCheck.at(options, "offsets"));
        String key = check.key(body.path("key"), RequestCheck.at(options, "key"));
        check.complete();
        return new Checked(
                new AnnotationRequest(Objects.requireNonNull(text), layers, language, key, timeLimit), offsets);
    }

    /**
     * Calls the broker for a checked text. Taggers may be removed after the check, so a checked request can be refused.
     *
     * @param call    the call of the broker or of a lease
     * @param options as for {@link #annotate}
     */
    static <T> T ask(Supplier<T> call, AnnotationRequest request, List<Object> options) {
        try {
            return call.get();
        } catch (UnknownLayerException e) {
            throw ProblemException.unprocessable(List.of(new FieldError(
                    "enum",
                    RequestCheck.at(
                            RequestCheck.at(options, "layers"),
                            Math.max(request.layers().indexOf(e.layer()), 0)),
                    String.valueOf(e.getMessage()),
                    e.layer(),
                    Map.of())));
        } catch (UnknownLanguageException e) {
            throw ProblemException.unprocessable(List.of(new FieldError(
                    "enum",
                    RequestCheck.at(options, "language"),
                    String.valueOf(e.getMessage()),
                    e.language(),
                    Map.of())));
        } catch (OverloadedException e) {
            throw ProblemException.unavailable(String.valueOf(e.getMessage()), e.retryAfterSeconds());
        } catch (AwaitedTaggerException e) {
            throw awaited(e);
        } catch (TimeLimitException e) {
            throw ProblemException.of(504, String.valueOf(e.getMessage()));
        }
    }

    static ProblemException awaited(AwaitedTaggerException e) {
        return ProblemException.unavailable(String.valueOf(e.getMessage()), e.retryAfterSeconds());
    }

    /**
     * Takes one of the places for batches, for the caller to give back.
     *
     * @throws ProblemException 503 while all are taken
     */
    void enterBatch() {
        enter(batches, config.maxBatches(), "batches");
    }

    void leaveBatch() {
        batches.decrementAndGet();
    }

    /** The same for streams. */
    void enterStream() {
        enter(streams, config.maxStreams(), "streams");
    }

    void leaveStream() {
        streams.decrementAndGet();
    }

    private static void enter(AtomicInteger open, int limit, String what) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            throw ProblemException.unavailable(
                    limit + " " + what + " are being annotated already, the limit; try again soon",
                    RETRY_AFTER_SECONDS);
        }
    }

    boolean isTooLong(String text) {
        int limit = config.maxTextLength();
        return text.length() > limit && text.codePointCount(0, text.length()) > limit;
    }

    String tooLong() {
        return "the text is longer than " + config.maxTextLength() + " characters, the limit; send it in parts";
    }
}
