package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.jobs.InputError;
import io.bouquet.jobs.spi.ItemException;
import io.bouquet.jobs.spi.ItemProcessor;
import io.bouquet.jobs.spi.JobKind;
import io.bouquet.jobs.spi.JobKindService;
import io.bouquet.jobs.spi.NotReadyException;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.UnknownLanguageException;
import io.bouquet.tagging.UnknownLayerException;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.tagging.rest.OffsetUnit;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The kind of jobs that annotates documents: objects with {@code text} and, if wanted, {@code id}, {@code language} and
 * {@code key}; further members are ignored, since files have them. One generation annotates a chunk. A document is never
 * failed because there is too much to do, or because a tagger is being replaced, suspended or not installed: the job
 * waits.
 */
@Component
@JobKindService(name = "annotate")
public final class AnnotateJobs implements JobKind {
    private static final List<String> PARAMETERS = List.of("layers", "language", "offsets", "key");
    private static final int RETRY_SECONDS = 5;
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final BrokerAnnotator annotator;
    private final ObjectMapper json = BundleJson.mapper().build();

    @Activate
    public AnnotateJobs(@Reference BrokerAnnotator annotator) {
        this.annotator = annotator;
    }

    /**
     * What is wanted of each document.
     *
     * @param language the empty string to have it detected
     */
    private record Options(List<String> layers, String language, OffsetUnit offsets, String key) {}

    @Override
    public List<InputError> checkParameters(Map<String, Object> parameters) {
        RequestCheck check = new RequestCheck(annotator.broker()::pipelines);
        JsonNode tree = tree(parameters);
        check.object(tree, List.of(), PARAMETERS);
        check.layers(tree.path("layers"), List.of("layers"));
        check.language(tree.path("language"), List.of("language"));
        Options options = read(tree, check);
        if (check.errors().isEmpty() && !options.language().isEmpty()) {
            checkLayersOfLanguage(options, check);
        }
        return errors(check);
    }

    private void checkLayersOfLanguage(Options options, RequestCheck check) {
        SortedSet<String> served = layers(annotator.broker().pipelines(), options.language());
        for (int i = 0; i < options.layers().size(); i++) {
            String layer = options.layers().get(i);
            if (!served.contains(layer)) {
                check.add(RequestCheck.unknown("layer", layer, served, List.of("layers", i)));
            }
        }
    }

    /** The layers of a language; of any language if it is the empty string. */
    private static SortedSet<String> layers(List<Pipeline> pipelines, String language) {
        SortedSet<String> layers = new TreeSet<>();
        pipelines.stream()
                .filter(pipeline -> language.isEmpty() || pipeline.language().equals(language))
                .forEach(pipeline -> layers.addAll(pipeline.layers()));
        return layers;
    }

    @Override
    public List<InputError> checkItem(Map<String, Object> item) {
        RequestCheck check = new RequestCheck(annotator.broker()::pipelines);
        JsonNode tree = json.valueToTree(item);
        String text = check.text(tree.path("text"), List.of("text"));
        if (text != null && annotator.isTooLong(text)) {
            check.add(new FieldError("string_too_long", List.of("text"), annotator.tooLong(), null, Map.of()));
        }
        if (!own(item, "language").isEmpty()) {
            check.language(tree.path("language"), List.of("language"));
        }
        if (!own(item, "key").isEmpty()) {
            check.key(tree.path("key"), List.of("key"));
        }
        return errors(check);
    }

    private static List<InputError> errors(RequestCheck check) {
        return check.errors().stream()
                .map(error -> new InputError(error.type(), error.loc(), error.msg(), error.input(), error.ctx()))
                .toList();
    }

    /** A member of a document; the empty string if there is none. */
    private static String own(Map<String, Object> item, String name) {
        Object value = item.get(name);
        return value == null ? "" : String.valueOf(value);
    }

    /** Layers may be separated by commas, as in a query parameter. */
    private JsonNode tree(Map<String, Object> parameters) {
        Map<String, Object> normal = new LinkedHashMap<>(parameters);
        Object layers = normal.get("layers");
        if (layers instanceof String names) {
            normal.put("layers", split(names));
        } else if (layers instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            List<String> names = new ArrayList<>();
            list.forEach(some -> names.addAll(split((String) some)));
            normal.put("layers", names);
        }
        return json.valueToTree(normal);
    }

    private static List<String> split(String names) {
        return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    }

    private static Options read(JsonNode tree, RequestCheck check) {
        List<String> layers = new ArrayList<>();
        tree.path("layers").forEach(layer -> layers.add(layer.asText()));
        return new Options(
                layers.stream().distinct().toList(),
                tree.path("language").asText("").toLowerCase(Locale.ROOT),
                check.offsets(tree.path("offsets"), List.of("offsets")),
                check.key(tree.path("key"), List.of("key")));
    }

    @Override
    public ItemProcessor open(Map<String, Object> parameters) {
        Options options = read(tree(parameters), new RequestCheck(List::of));
        Lease lease = lease(options);
        try {
            requireTaggers(lease.pipelines(), options);
        } catch (NotReadyException e) {
            lease.close();
            throw e;
        }
        return new ItemProcessor() {
            @Override
            public Map<String, ?> process(Map<String, Object> item) {
                return annotate(lease, options, item);
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }

    private Lease lease(Options options) {
        try {
            Broker broker = annotator.broker();
            return broker.lease(options.layers());
        } catch (AwaitedTaggerException e) {
            throw notReady(e.getMessage(), e.retryAfterSeconds());
        } catch (ProblemException e) {
            // there is no broker at the moment
            throw notReady(e.detail(), RETRY_SECONDS);
        }
    }

    /** Taggers may have been removed since the job was created; they may come back. */
    private static void requireTaggers(List<Pipeline> pipelines, Options options) {
        SortedSet<String> served = layers(pipelines, options.language());
        String suffix = options.language().isEmpty() ? "" : " in the language '" + options.language() + "'";
        if (served.isEmpty()) {
            throw notReady("taggers" + suffix + "; none is installed", RETRY_SECONDS);
        }
        for (String layer : options.layers()) {
            if (!served.contains(layer)) {
                throw notReady(
                        "a tagger for the layer '" + layer + "'" + suffix + "; none is installed", RETRY_SECONDS);
            }
        }
    }

    private Map<String, Object> annotate(Lease lease, Options options, Map<String, Object> item) {
        String text = own(item, "text");
        String language = own(item, "language").toLowerCase(Locale.ROOT);
        String key = own(item, "key");
        AnnotationRequest request = new AnnotationRequest(
                text,
                options.layers(),
                language.isEmpty() ? options.language() : language,
                key.isEmpty() ? options.key() : key);
        AnnotationResult result = ask(lease, request, !language.isEmpty());
        if (Thread.currentThread().isInterrupted()) {
            // the broker has answered what it had by then
            throw notReady("its turn", 1);
        }
        for (LayerError error : result.errors()) {
            if (error.type() == LayerError.Type.SUSPENDED) {
                throw notReady("the tagger '" + error.tagger() + "', which is suspended", RETRY_SECONDS);
            }
        }
        return json.convertValue(AnnotateAnswer.of(text, options.offsets(), result), OBJECT);
    }

    private static AnnotationResult ask(Lease lease, AnnotationRequest request, boolean hasOwnLanguage) {
        try {
            return lease.annotate(request);
        } catch (OverloadedException e) {
            throw notReady(e.getMessage(), e.retryAfterSeconds());
        } catch (AwaitedTaggerException e) {
            throw notReady(e.getMessage(), e.retryAfterSeconds());
        } catch (UnknownLayerException | UnknownLanguageException e) {
            if (hasOwnLanguage) {
                throw new ItemException("enum", String.valueOf(e.getMessage()));
            }
            throw notReady(e.getMessage(), RETRY_SECONDS);
        }
    }

    private static NotReadyException notReady(@Nullable String message, int seconds) {
        return new NotReadyException(String.valueOf(message), seconds);
    }
}
