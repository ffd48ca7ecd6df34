package io.bouquet.tagging.oip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.PendingResult;
import io.bouquet.tagging.TaggingException;
import io.bouquet.tagging.TimeLimitException;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.tagging.rest.WireAnnotation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Annotates the texts of an inference request. One generation answers all of them. Each layer becomes an output with an
 * element for each text: the annotations in JSON, or an error in JSON.
 */
@Component(service = Inference.class, configurationPid = Inference.PID)
@Designate(ocd = Inference.Config.class)
public final class Inference {
    static final String PID = "io.bouquet.tagging.oip";

    private static final int SIDE_BY_SIDE = 2 * Runtime.getRuntime().availableProcessors();

    /** Limits of inference requests. */
    @ObjectClassDefinition(name = "Bouquet Open Inference Protocol")
    @interface Config {
        @AttributeDefinition(description = "Texts that a request may have; more are refused")
        int maxTexts() default 1_000;

        @AttributeDefinition(description = "Characters that the texts of a request may have in all; more are refused")
        int maxCharacters() default 1_000_000;
    }

    /**
     * The result of a request.
     *
     * @param version that answered
     * @param outputs by layer: an element for each text
     */
    record Result(String version, long generation, Map<String, List<String>> outputs) {}

    private final Models models;
    private final Config config;
    private final ObjectMapper json = BundleJson.strict().build();

    @Activate
    public Inference(@Reference Models models, Config config) {
        this.models = models;
        this.config = config;
    }

    /**
     * Annotates the texts of a request.
     *
     * @param timeLimit for all of them; zero for none
     * @throws OipException if the request does not fit the model, there is too much to do, or the time limit passes
     */
    Result infer(Model model, InferRequest request, Duration timeLimit) {
        long began = System.nanoTime();
        checkSize(request);
        List<String> outputs = outputs(model, request);
        if (!model.isReady()) {
            throw new OipException(503, "the model '" + model.name() + "' does not serve: " + model.reason(), 5);
        }
        Supplier<Duration> timeLeft = () -> timeLimit.isZero()
                ? timeLimit
                : Duration.ofNanos(Math.max(1, timeLimit.toNanos() - (System.nanoTime() - began)));
        try (Lease lease = models.broker().lease(outputs, timeLimit)) {
            return infer(lease, model, request, outputs, timeLeft);
        } catch (OverloadedException e) {
            throw new OipException(503, String.valueOf(e.getMessage()), e.retryAfterSeconds());
        } catch (AwaitedTaggerException e) {
            throw new OipException(503, String.valueOf(e.getMessage()), e.retryAfterSeconds());
        } catch (TimeLimitException e) {
            throw new OipException(504, String.valueOf(e.getMessage()));
        } catch (TaggingException e) {
            throw OipException.invalid(String.valueOf(e.getMessage()));
        }
    }

    private void checkSize(InferRequest request) {
        if (request.texts().size() > config.maxTexts()) {
            throw new OipException(
                    413, "the request has " + request.texts().size() + " texts; the limit is " + config.maxTexts());
        }
        long characters = request.texts().stream()
                .mapToLong(text -> text.codePointCount(0, text.length()))
                .sum();
        if (characters > config.maxCharacters()) {
            throw new OipException(
                    413, "the texts have " + characters + " characters in all; the limit is " + config.maxCharacters());
        }
    }

    private static List<String> outputs(Model model, InferRequest request) {
        for (String output : request.outputs().keySet()) {
            if (!model.layers().contains(output)) {
                throw OipException.invalid("the model '" + model.name() + "' has no output '" + output + "'; it has "
                        + String.join(", ", model.layers()));
            }
        }
        return request.outputs().isEmpty()
                ? model.layers()
                : List.copyOf(request.outputs().keySet());
    }

    private Result infer(
            Lease lease, Model model, InferRequest request, List<String> outputs, Supplier<Duration> timeLeft) {
        // a pipeline that is asked for all makes what the language of a text has
        List<String> layers = model.isPipeline() && request.outputs().isEmpty() ? List.of() : outputs;
        String language = model.language().isEmpty() ? request.language() : model.language();
        Map<String, List<String>> elements = new LinkedHashMap<>();
        outputs.forEach(output -> elements.put(output, new ArrayList<>()));
        Queue<PendingResult> ahead = new ArrayDeque<>();
        String version = model.isPipeline() ? Long.toString(lease.generation()) : model.version();
        int begun = 0;
        for (String text : request.texts()) {
            while (begun < request.texts().size() && ahead.size() < SIDE_BY_SIDE) {
                ahead.add(lease.submit(new AnnotationRequest(
                        request.texts().get(begun++), layers, language, request.key(), timeLeft.get())));
            }
            AnnotationResult result = ahead.remove().await();
            version = result.taggers().getOrDefault(model.name(), version);
            Map<String, List<WireAnnotation>> made = AnnotateAnswer.layers(text, request.offsets(), result.layers());
            elements.forEach((layer, of) -> of.add(element(layer, made.get(layer), result.errors())));
        }
        return new Result(version, lease.generation(), elements);
    }

    private String element(String layer, @Nullable List<WireAnnotation> annotations, List<LayerError> errors) {
        if (annotations != null) {
            return json(annotations);
        }
        return json(errors.stream()
                .filter(error -> error.layer().equals(layer))
                .findFirst()
                .map(error -> Map.of("error", error.type().name().toLowerCase(Locale.ROOT) + ": " + error.message()))
                .orElseGet(() -> Map.of("error", "unavailable: no tagger produces the layer for the text's language")));
    }

    private String json(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
