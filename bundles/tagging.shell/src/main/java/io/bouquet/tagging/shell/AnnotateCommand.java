package io.bouquet.tagging.shell;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.LayerError;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nlp:annotate}. */
@Service
@Command(
        scope = "nlp",
        name = "annotate",
        description = "Annotates a text and prints its layers",
        detailedDescription = "Example: nlp:annotate --layers entities,sentiment \"Angela Merkel met Tim Cook in"
                + " Berlin.\" Offsets are UTF-16. Layers of the tokens are columns of one table.")
public final class AnnotateCommand implements Action {
    private static final Set<String> OPTIONS = Set.of("--layers", "-l", "--language", "--key", "--json", "--help");

    @Reference
    Broker broker;

    @Argument(
            name = "text",
            description = "The text; several words are joined by a space",
            required = true,
            multiValued = true)
    @Nullable
    List<String> text;

    @Option(
            name = "--layers",
            aliases = "-l",
            description = "Layers to make, separated by commas or given several times; all of the language if absent",
            multiValued = true)
    @Completion(LayerCompleter.class)
    @Nullable
    List<String> layers;

    @Option(name = "--language", description = "Language of the text (ISO 639-1); detected if absent")
    @Completion(LanguageCompleter.class)
    @Nullable
    String language;

    @Option(name = "--key", description = "Key for canaries; the text itself if absent")
    @Nullable
    String key;

    @Option(name = "--json", description = "Prints JSON instead of tables")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(System.out);
        return null;
    }

    void print(PrintStream out) {
        List<String> words = text == null ? List.of() : text;
        for (String word : words.subList(Math.min(1, words.size()), words.size())) {
            // the shell treats options after the first argument as arguments
            if (OPTIONS.contains(word)) {
                throw new IllegalArgumentException("'" + word + "' comes after the text and would be annotated with it;"
                        + " options come first: nlp:annotate " + word + " … \"" + words.get(0) + "\"");
            }
        }
        String joined = String.join(" ", words);
        List<String> wanted = (layers == null ? Stream.<String>empty() : layers.stream())
                .flatMap(some -> Stream.of(some.split(",")))
                .map(String::trim)
                .filter(layer -> !layer.isEmpty())
                .toList();
        AnnotationResult result = broker.annotate(new AnnotationRequest(
                joined, wanted, Objects.requireNonNullElse(language, ""), Objects.requireNonNullElse(key, "")));
        if (json) {
            Json.print(json(joined, result), out);
        } else {
            tables(joined, result, out);
        }
    }

    private static void tables(String text, AnnotationResult result, PrintStream out) {
        out.println("language: " + (result.language().isEmpty() ? "unknown" : result.language()));
        new LayerTables(text, result.layers()).print(out);
        for (LayerError error : result.errors()) {
            out.println();
            out.println(error.layer() + " is missing ("
                    + (error.tagger().isEmpty() ? "" : error.tagger() + ", ") + error.type() + "): "
                    + error.message());
        }
        out.println();
        out.println("generation " + result.generation() + ": "
                + result.taggers().entrySet().stream()
                        .map(tagger -> tagger.getKey() + " " + tagger.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static Map<String, Object> json(String text, AnnotationResult result) {
        Map<String, Object> byLayer = new LinkedHashMap<>();
        result.layers().asMap().forEach((layer, annotations) -> {
            List<Object> rows = new ArrayList<>();
            annotations.forEach(annotation -> rows.add(json(text, annotation)));
            byLayer.put(layer, rows);
        });
        List<Object> errors = new ArrayList<>();
        for (LayerError error : result.errors()) {
            errors.add(Json.object(
                    "layer", error.layer(),
                    "tagger", error.tagger(),
                    "type", error.type().name(),
                    "message", error.message()));
        }
        return Json.object(
                "language",
                result.language(),
                "layers",
                byLayer,
                "errors",
                errors,
                "generation",
                Json.object("id", result.generation(), "taggers", result.taggers()));
    }

    private static Map<String, Object> json(String text, Annotation annotation) {
        Map<String, Object> json = Json.object(
                "begin", annotation.span().begin(),
                "end", annotation.span().end(),
                "text", annotation.span().in(text),
                "label", annotation.label());
        if (annotation.hasScore()) {
            json.put("score", annotation.score());
        }
        if (!annotation.attributes().isEmpty()) {
            json.put("attributes", annotation.attributes());
        }
        return json;
    }
}
