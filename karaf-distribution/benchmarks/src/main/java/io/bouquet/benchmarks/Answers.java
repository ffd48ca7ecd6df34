package io.bouquet.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Judges answers: whether each is whole, of one generation, and never of what was poisoned. Thread-safe. */
final class Answers {
    /** Poisoned plugins have versions from here on. */
    static final String POISONED = "9.";

    private final Map<Long, Map<String, String>> generations = new ConcurrentHashMap<>();

    /** What an answer of {@code /api/annotate} has wrong, which must have these layers. */
    String annotated(Object answer, List<String> layers) {
        if (!Json.list(answer, "errors").isEmpty()) {
            return "a layer is missing: " + Json.list(answer, "errors");
        }
        Map<?, ?> taggers = Json.map(answer, "generation", "taggers");
        long generation = Json.number(answer, "generation", "id");
        if (generation < 0 || taggers.isEmpty()) {
            return "names no generation";
        }
        String wrong = ofGeneration(generation, taggers);
        for (String layer : layers) {
            List<?> annotations = Json.list(answer, "layers", layer);
            if (annotations.isEmpty()) {
                return "the layer " + layer + " is empty";
            }
            if (layer.startsWith("mark-") || layer.startsWith("stamp-")) {
                wrong = wrong.isEmpty() ? stamped(layer, annotations.get(0), taggers) : wrong;
            }
        }
        return wrong;
    }

    /** All answers of one generation name the same versions. */
    private String ofGeneration(long generation, Map<?, ?> taggers) {
        Map<String, String> known = generations.computeIfAbsent(generation, one -> new ConcurrentHashMap<>());
        for (Map.Entry<?, ?> tagger : taggers.entrySet()) {
            String version = tagger.getValue().toString();
            if (version.startsWith(POISONED)) {
                return "poisoned: " + tagger;
            }
            String before = known.putIfAbsent(tagger.getKey().toString(), version);
            if (before != null && !before.equals(version)) {
                return "generation " + generation + " has " + tagger + " and " + before;
            }
        }
        return "";
    }

    private static String stamped(String layer, Object annotation, Map<?, ?> taggers) {
        String label = Json.string(annotation, "label").replaceFirst("/.*", "");
        if (label.startsWith(POISONED)) {
            return "poisoned: " + layer;
        }
        if (!label.equals(taggers.get(layer))) {
            return layer + " is of another version than the answer names";
        }
        String before = Json.string(annotation, "attributes", "before");
        if (!before.isEmpty() && !before.equals(label)) {
            return layer + " stands on a layer of another version";
        }
        return "";
    }

    /** What a batch has wrong, of which all documents must be of one generation. */
    String batch(Object answer, int documents, List<String> layers) {
        List<?> answers = Json.list(answer, "documents");
        if (answers.size() != documents || !Json.list(answer, "errors").isEmpty()) {
            return answers.size() + " documents answered of " + documents;
        }
        for (Object one : answers) {
            String wrong = annotated(one, layers);
            if (!wrong.isEmpty()) {
                return wrong;
            }
            if (Json.number(one, "generation", "id") != Json.number(answers.get(0), "generation", "id")) {
                return "a batch of two generations";
            }
        }
        return "";
    }

    /** What an NDJSON stream has wrong: each line must be of one version, and the last one must say how it ended. */
    static String stream(String body) {
        if (!body.endsWith("\n")) {
            return "cut within a line";
        }
        List<Object> lines = body.lines().map(Json::read).toList();
        Object last = lines.get(lines.size() - 1);
        if (Json.number(last, "lines") != lines.size() - 1) {
            return "ended without its last line";
        }
        String version = Json.string(last, "version");
        if (lines.stream().anyMatch(line -> !Json.string(line, "version").equals(version))) {
            return "a stream of two versions";
        }
        return version.startsWith(POISONED) ? "poisoned" : "";
    }

    /** What a stream of events has wrong: each must carry an object of one version, and the last one how many there were. */
    static String events(String body) {
        if (!body.endsWith("\n\n")) {
            return "cut within an event";
        }
        List<String> events = List.of(body.split("\n\n"));
        List<Object> data = events.stream()
                .map(event -> event.lines()
                        .filter(line -> line.startsWith("data:"))
                        .map(line -> line.substring("data:".length()))
                        .collect(Collectors.joining()))
                .map(Json::read)
                .toList();
        if (!events.get(events.size() - 1).contains("event: end")) {
            return "ended without its last event";
        }
        if (Json.number(data.get(data.size() - 1), "number") != data.size() - 1) {
            return "an event is missing";
        }
        String version = Json.string(data.get(0), "version");
        if (data.stream().anyMatch(one -> !Json.string(one, "version").equals(version))) {
            return "events of two versions";
        }
        return service(data.get(0));
    }

    /** What the answer of a service has wrong that says its version. */
    static String service(Object answer) {
        String version = Json.string(answer, "version");
        if (version.isEmpty()) {
            return "says no version";
        }
        return version.startsWith(POISONED) ? "poisoned" : "";
    }
}
