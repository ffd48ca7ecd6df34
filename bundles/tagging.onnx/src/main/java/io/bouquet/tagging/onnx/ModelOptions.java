package io.bouquet.tagging.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The options of a model: the attributes of its clause in the header, and the members of the JSON file that the attribute
 * {@code settings} names. An attribute comes before a member.
 */
final class ModelOptions {
    static final String TOKENIZER = "tokenizer";
    static final String LABELS = "labels";
    static final String CONFIG = "config";
    static final String SETTINGS = "settings";
    static final String POOLING = "pooling";
    static final String WINDOW = "window";
    static final String MULTI = "multi";
    static final String THRESHOLD = "threshold";
    static final String ENCODER = "encoder";
    static final String STATES = "states";

    private static final int USUAL_WINDOW = 256;
    private static final double USUAL_MULTI_THRESHOLD = 0.5;

    private final Map<String, String> values;

    private ModelOptions(Map<String, String> values) {
        this.values = values;
    }

    /** Returns the names of the options of a kind. */
    static List<String> names(ModelKind kind) {
        return switch (kind) {
            case EMBEDDINGS -> List.of(SETTINGS, TOKENIZER, WINDOW, POOLING, ENCODER, STATES);
            case SENTIMENT, CATEGORIES ->
                List.of(SETTINGS, TOKENIZER, WINDOW, POOLING, LABELS, CONFIG, MULTI, THRESHOLD);
            case ENTITIES -> List.of(SETTINGS, TOKENIZER, WINDOW, LABELS, CONFIG, THRESHOLD);
        };
    }

    /** Returns the options that the header has. */
    static ModelOptions of(ModelDeclaration declaration) {
        return new ModelOptions(declaration.attributes());
    }

    /**
     * Returns the options of the header and the file.
     *
     * @throws IOException if the file cannot be used; the message is for the author of the model
     */
    static ModelOptions read(ModelDeclaration declaration, ModelFiles files) throws IOException {
        String path = declaration.attributes().get(SETTINGS);
        if (path == null) {
            return of(declaration);
        }
        Map<String, String> values = new HashMap<>();
        List<String> known = names(ModelKind.of(declaration.kind()));
        JsonNode root = json(files, path);
        for (Map.Entry<String, JsonNode> member : root.properties()) {
            if (!known.contains(member.getKey()) || member.getKey().equals(SETTINGS)) {
                Set<String> all = new TreeSet<>(known);
                all.remove(SETTINGS);
                throw new IOException("its file '" + path + "' has a member '" + member.getKey() + "'; there are: "
                        + String.join(", ", all));
            }
            values.put(member.getKey(), text(member.getValue()));
        }
        values.putAll(declaration.attributes());
        return new ModelOptions(values);
    }

    private static String text(JsonNode value) {
        List<String> items = new ArrayList<>();
        value.forEach(item -> items.add(item.asText()));
        return value.isArray() ? String.join(",", items) : value.asText();
    }

    private static JsonNode json(ModelFiles files, String path) throws IOException {
        try (InputStream in = files.open(path)) {
            JsonNode root = BundleJson.strict().build().readTree(in);
            if (!root.isObject()) {
                throw new IOException("its file '" + path + "' is no JSON object");
            }
            return root;
        } catch (JsonProcessingException wrong) {
            throw new IOException("its file '" + path + "' is no JSON (" + wrong.getOriginalMessage() + ")", wrong);
        }
    }

    /** Paths of the files that the options name. */
    List<String> files() {
        return Stream.of(TOKENIZER, CONFIG, SETTINGS)
                .map(values::get)
                .filter(path -> path != null)
                .toList();
    }

    /** Path of the tokenizer; the empty string if there is none. */
    String tokenizer() {
        return values.getOrDefault(TOKENIZER, "");
    }

    /** Id of the encoder. */
    String encoder(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return values.getOrDefault(ENCODER, dot > 0 ? file.substring(0, dot) : file);
    }

    /** Name of the value in the graph that has the states of the pieces; empty for the output. */
    String states() {
        return values.getOrDefault(STATES, "");
    }

    Pooling pooling() {
        return Pooling.of(values.getOrDefault(POOLING, Pooling.CLS.id()));
    }

    int window() {
        String value = values.getOrDefault(WINDOW, String.valueOf(USUAL_WINDOW));
        int window = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
        if (window < SequenceSettings.MIN_PIECES || window > SequenceSettings.MAX_PIECES) {
            throw new IllegalArgumentException("the window '" + value + "' is no number in "
                    + SequenceSettings.MIN_PIECES + ".." + SequenceSettings.MAX_PIECES);
        }
        return window;
    }

    /**
     * Checks the values that need no files.
     *
     * @throws IllegalArgumentException if one is invalid; the message is for the author of the model
     */
    void check() {
        pooling();
        window();
        threshold();
    }

    boolean multi() {
        String value = values.getOrDefault(MULTI, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("multi='" + value + "' is neither true nor false");
        }
        return value.equals("true");
    }

    double threshold() {
        String value = values.getOrDefault(THRESHOLD, multi() ? String.valueOf(USUAL_MULTI_THRESHOLD) : "0");
        double number = value.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(value) : Double.NaN;
        if (!(number >= 0 && number <= 1)) {
            throw new IllegalArgumentException("the threshold '" + value + "' is no number in 0..1");
        }
        return number;
    }

    /**
     * Returns the labels in the order of the model's outputs; empty if none are given.
     *
     * @throws IOException if the file with the labels cannot be used
     */
    List<String> labels(ModelFiles files) throws IOException {
        String listed = values.get(LABELS);
        if (listed != null) {
            List<String> labels =
                    Stream.of(listed.split(",", -1)).map(String::strip).toList();
            if (labels.contains("") || Set.copyOf(labels).size() < labels.size()) {
                throw new IOException("its labels '" + listed + "' have an empty one or one twice");
            }
            return labels;
        }
        String path = values.get(CONFIG);
        return path == null ? List.of() : labelsById(json(files, path).path("id2label"), path);
    }

    private static List<String> labelsById(JsonNode byId, String path) throws IOException {
        List<String> labels = new ArrayList<>();
        for (int id = 0; id < byId.size(); id++) {
            JsonNode label = byId.get(String.valueOf(id));
            if (label == null) {
                throw new IOException("the member 'id2label' of its file '" + path + "' has no label for " + id);
            }
            labels.add(label.asText());
        }
        if (labels.isEmpty()) {
            throw new IOException("its file '" + path + "' has no member 'id2label' with labels");
        }
        return labels;
    }
}
