package io.bouquet.tagging.privacy.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.rest.AnnotateAnswer;
import io.bouquet.tagging.rest.TextAnnotator;
import io.bouquet.tagging.rest.TextAnnotator.Annotated;
import io.bouquet.web.ApiResource;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestTimeout;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.ws.rs.Consumes;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/redact}: replaces personal data in texts by placeholders, and restores it. */
@Component(service = RedactResource.class)
@ApiResource
@JSONRequired
@Path("redact")
@Produces(MediaType.APPLICATION_JSON)
public final class RedactResource {
    private static final String PERSON = "person";
    private static final List<String> KINDS = List.of("card", "email", "iban", "ip", PERSON, "phone");
    /** The tagger that also finds persons. */
    private static final String WITH_PERSONS = "pii";

    private static final int RETRY_AFTER_SECONDS = 5;
    private static final String EXAMPLE =
            "{\"text\": \"Tim Cook wrote to ada@example.org.\", \"language\": \"en\", \"kinds\": [\"person\", \"email\"]}";

    private final TextAnnotator annotator;

    @Activate
    public RedactResource(@Reference TextAnnotator annotator) {
        this.annotator = annotator;
    }

    /**
     * Replaces personal data in a text by placeholders such as {@code [PERSON_1]}. The same value has the same placeholder.
     * With a key, the answer has a token from which {@code /api/redact/restore} restores the text; nothing is stored.
     *
     * @param timeout seconds that the caller waits for the answer
     * @return the redacted text, and what was found
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = RedactRequest.class),
                            examples = @ExampleObject(value = EXAMPLE)))
    @ApiResponse(responseCode = "504", description = "The text was not searched in time")
    public Redacted redact(@HeaderParam(RequestTimeout.HEADER) @Nullable String timeout, RedactRequest request) {
        return redact(request, RequestTimeout.of(timeout));
    }

    Redacted redact(RedactRequest request, Duration timeLimit) {
        List<FieldError> errors = new ArrayList<>();
        Set<String> kinds = kinds(request.kinds(), errors);
        RestoreKey key = request.key() == null ? null : key(request.key(), errors);
        complete(errors);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("text", request.text());
        body.put("language", request.language());
        body.putArray("layers").add(Layers.PII);
        Annotated annotated = annotator.annotate(body, timeLimit);
        AnnotationResult result = annotated.result();
        if (!result.errors().isEmpty() || !result.layers().has(Layers.PII)) {
            throw unsearched(result.errors());
        }
        if (!result.taggers().containsKey(WITH_PERSONS) && kinds.remove(PERSON) && request.kinds() != null) {
            throw noPersons(result.language());
        }
        List<Annotation> found = result.layers().get(Layers.PII).stream()
                .filter(one -> kinds.contains(one.label()))
                .toList();
        Redaction redaction = Redaction.of(annotated.text(), found);
        return new Redacted(
                redaction.text(),
                AnnotateAnswer.language(result.language()),
                List.copyOf(kinds),
                redaction.findings().stream().map(Finding::of).toList(),
                key == null ? null : key.encrypt(redaction.originals()));
    }

    /**
     * Restores a redacted text, or another text with the same placeholders, such as an answer to it.
     *
     * @return the text with the original words
     */
    @POST
    @Path("restore")
    @Consumes(MediaType.APPLICATION_JSON)
    public Restored restore(RestoreRequest request) {
        List<FieldError> errors = new ArrayList<>();
        RestoreKey key = key(request.key(), errors);
        complete(errors);
        Map<String, List<String>> originals =
                key == null ? null : key.decrypt(request.restore()).orElse(null);
        if (originals == null) {
            throw ProblemException.unprocessable(List.of(new FieldError(
                    "restore_key",
                    List.of("body", "key"),
                    "does not open the restore token: it is another key than that of the redaction, or the token is damaged",
                    null)));
        }
        return new Restored(Redaction.restore(request.text(), originals));
    }

    private static Set<String> kinds(@Nullable List<String> wanted, List<FieldError> errors) {
        if (wanted == null) {
            return new TreeSet<>(KINDS);
        }
        if (wanted.isEmpty()) {
            errors.add(new FieldError(
                    "too_short", List.of("body", "kinds"), "must name at least 1 kind, or be left out for all", null));
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!KINDS.contains(wanted.get(i))) {
                String kinds = String.join(", ", KINDS);
                errors.add(new FieldError(
                        "enum",
                        List.of("body", "kinds", i),
                        "must be one of " + kinds,
                        null,
                        Map.of("expected", kinds)));
            }
        }
        return new TreeSet<>(wanted);
    }

    /** Never shows the key, not even a wrong one. */
    private static @Nullable RestoreKey key(String base64, List<FieldError> errors) {
        RestoreKey key = RestoreKey.of(base64).orElse(null);
        if (key == null) {
            errors.add(new FieldError(
                    "value_error",
                    List.of("body", "key"),
                    "must be 16, 24 or 32 bytes in base64, such as the output of 'openssl rand -base64 32'",
                    null));
        }
        return key;
    }

    private static void complete(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
    }

    /** A text that could not be searched is never returned. */
    private static ProblemException unsearched(List<LayerError> errors) {
        String why = errors.isEmpty() ? "" : ": " + errors.get(0).message();
        boolean late = errors.stream().anyMatch(error -> error.type() == LayerError.Type.TIMED_OUT);
        return late
                ? ProblemException.of(504, "the text was not searched in time" + why)
                : ProblemException.unavailable(
                        "the text could not be searched for personal data" + why, RETRY_AFTER_SECONDS);
    }

    private static ProblemException noPersons(String language) {
        return ProblemException.unprocessable(List.of(new FieldError(
                "enum",
                List.of("body", "kinds"),
                "names 'person', but no tagger finds persons in "
                        + (language.isEmpty()
                                ? "a text of unknown language; add its language"
                                : "the language '" + language + "'; leave the kind out"),
                null)));
    }

    /**
     * A text to redact.
     *
     * @param text     at most 1,000,000 characters, unless configured otherwise
     * @param language ISO 639-1 code; detected if missing
     * @param kinds    {@code card}, {@code email}, {@code iban}, {@code ip}, {@code person}, {@code phone}; all if missing
     * @param key      AES key of 16, 24 or 32 bytes in base64, if the text is to be restored later
     */
    record RedactRequest(
            @JsonProperty(required = true) String text,
            @Nullable String language,
            @Nullable List<String> kinds,
            @Nullable String key) {}

    /**
     * @param kinds   the kinds that were searched for: without {@code person} if no tagger finds persons in the language
     * @param restore encrypted originals, for {@code /api/redact/restore}; missing without a key
     */
    record Redacted(
            String text,
            @Nullable String language,
            List<String> kinds,
            List<Finding> findings,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String restore) {}

    /**
     * What was replaced.
     *
     * @param begin UTF-16 offset in the original text
     * @param score 0..1; missing if the tagger gives none
     */
    record Finding(
            int begin,
            int end,
            String kind,
            String placeholder,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double score) {
        static Finding of(Redaction.Finding found) {
            Annotation annotation = found.annotation();
            return new Finding(
                    found.span().begin(),
                    found.span().end(),
                    annotation.label(),
                    found.placeholder(),
                    annotation.hasScore() ? Math.round(annotation.score() * 10_000) / 10_000.0 : null);
        }
    }

    /**
     * A text to restore.
     *
     * @param text    the redacted text, or another one with its placeholders
     * @param restore the token of the redaction
     * @param key     the key of the redaction
     */
    record RestoreRequest(
            @JsonProperty(required = true) String text,
            @JsonProperty(required = true) String restore,
            @JsonProperty(required = true) String key) {}

    record Restored(String text) {}
}
