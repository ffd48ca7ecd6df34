package io.bouquet.tagging.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * Sample texts, and the annotations that a tagger must make of them before it serves. A bundle names the file in its
 * header: {@code Bouquet-Samples: samples.json;tagger=emphasis;threshold=0.9}.
 *
 * @param threshold F1 score that the tagger must reach, above 0 and up to 1
 */
record GoldSamples(List<Sample> samples, double threshold) {
    static final String HEADER = "Bouquet-Samples";

    static final GoldSamples NONE = new GoldSamples(List.of(), 1);

    /** Largest file of samples. They are annotated at each start, so a larger file is a mistake. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Set<String> ATTRIBUTES = Set.of("tagger", "threshold");
    private static final Set<String> SAMPLE_MEMBERS = Set.of("text", "language", "layers");
    /**
     * Members of an annotation in a REST response, so that a response can be pasted. Score and attributes are not
     * compared.
     */
    private static final Set<String> ANNOTATION_MEMBERS =
            Set.of("begin", "end", "text", "label", "score", "attributes");

    private static final JsonMapper JSON = BundleJson.mapper()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    GoldSamples {
        samples = List.copyOf(samples);
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold " + threshold + " is not above 0 and up to 1");
        }
    }

    /**
     * A text with its expected annotations.
     *
     * @param language ISO 639-1 code, or the empty string for the first language of the tagger
     * @param layers   all expected annotations of each layer
     */
    record Sample(String text, String language, Map<String, List<Expected>> layers) {}

    /** @param label expected label, or null to accept any */
    record Expected(Span span, @Nullable String label) {
        boolean fits(Annotation made) {
            return made.span().equals(span) && (label == null || label.equals(made.label()));
        }
    }

    /**
     * Returns the samples for {@code tagger} in {@code bundle}; {@link #NONE} if its header names no file for the
     * tagger.
     *
     * @throws IllegalArgumentException if the header or the file is invalid; the message is for the author
     */
    static GoldSamples of(Bundle bundle, String tagger) {
        String header = bundle.getHeaders("").get(HEADER);
        if (header == null) {
            return NONE;
        }
        GoldSamples found = NONE;
        for (HeaderClause clause : HeaderClause.parse(HEADER, header)) {
            for (String attribute : clause.attributes().keySet()) {
                if (!ATTRIBUTES.contains(attribute)) {
                    throw new IllegalArgumentException("the header " + HEADER + " has the unknown attribute '"
                            + attribute + "' after '" + clause.path() + "'; known: tagger, threshold");
                }
            }
            if (clause.attributes().getOrDefault("tagger", tagger).equals(tagger)) {
                if (found != NONE) {
                    throw new IllegalArgumentException("the header " + HEADER + " has two files for the tagger '"
                            + tagger + "'; put all samples into one");
                }
                found = read(bundle, clause);
            }
        }
        return found;
    }

    private static GoldSamples read(Bundle bundle, HeaderClause clause) {
        String given = clause.attributes().getOrDefault("threshold", "1");
        double threshold;
        try {
            threshold = Double.parseDouble(given);
        } catch (NumberFormatException e) {
            threshold = Double.NaN;
        }
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("the header " + HEADER + " has the threshold '" + given
                    + "'; it must be a number above 0 and up to 1");
        }
        URL file = bundle.getEntry(clause.path());
        if (file == null) {
            throw new IllegalArgumentException("the header " + HEADER + " names '" + clause.path()
                    + "', which is not in the bundle " + bundle.getSymbolicName());
        }
        try (InputStream in = file.openStream()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(clause.path() + " has more than " + MAX_BYTES
                        + " bytes; samples are annotated at each start, so keep them few");
            }
            return new GoldSamples(parse(clause.path(), bytes), threshold);
        } catch (IOException e) {
            throw new IllegalArgumentException(clause.path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param file name of the file, for messages */
    static List<Sample> parse(String file, byte[] bytes) {
        JsonNode tree;
        try {
            tree = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : ", line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new IllegalArgumentException(file + where + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (!tree.isArray() || tree.isEmpty()) {
            throw new IllegalArgumentException(file + " must be a list of one sample or more");
        }
        List<Sample> samples = new ArrayList<>();
        for (JsonNode sample : tree) {
            samples.add(sample(sample, file + ", sample " + (samples.size() + 1)));
        }
        return samples;
    }

    private static Sample sample(JsonNode node, String where) {
        refuseUnknown(node, SAMPLE_MEMBERS, where);
        String text = node.path("text").asText();
        if (!node.path("text").isTextual() || text.isEmpty()) {
            throw new IllegalArgumentException(where + " has no text");
        }
        if (node.has("language") && !node.path("language").isTextual()) {
            throw new IllegalArgumentException(where + ": its language must be a string, such as \"en\"");
        }
        JsonNode named = node.path("layers");
        if (!named.isObject() || named.isEmpty()) {
            throw new IllegalArgumentException(where
                    + ": its layers must be an object that names one layer at least, such as {\"tokens\": [...]}");
        }
        Map<String, List<Expected>> layers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> layer : named.properties()) {
            String whereLayer = where + ", layer '" + layer.getKey() + "'";
            if (!layer.getValue().isArray()) {
                throw new IllegalArgumentException(whereLayer + " must be a list, empty where nothing is to be found");
            }
            List<Expected> expected = new ArrayList<>();
            for (JsonNode annotation : layer.getValue()) {
                expected.add(expected(annotation, text, whereLayer + ", annotation " + (expected.size() + 1)));
            }
            layers.put(layer.getKey(), List.copyOf(expected));
        }
        return new Sample(text, node.path("language").asText(""), layers);
    }

    private static Expected expected(JsonNode node, String text, String where) {
        refuseUnknown(node, ANNOTATION_MEMBERS, where);
        int begin = offset(node, "begin", where);
        int end = offset(node, "end", where);
        if (begin > end || end > text.length()) {
            throw new IllegalArgumentException(where + ": [" + begin + ", " + end + ") is not within the text of "
                    + text.length() + " UTF-16 units");
        }
        Span span = new Span(begin, end);
        JsonNode covered = node.path("text");
        if (!covered.isMissingNode() && !covered.asText().equals(span.in(text))) {
            throw new IllegalArgumentException(where + ": [" + begin + ", " + end + ") is '" + span.in(text)
                    + "', not '" + covered.asText() + "'");
        }
        JsonNode label = node.path("label");
        if (!label.isMissingNode() && !label.isTextual()) {
            throw new IllegalArgumentException(where + ": its label must be a string, or be left out for any");
        }
        return new Expected(span, label.textValue());
    }

    private static int offset(JsonNode node, String name, String where) {
        JsonNode offset = node.path(name);
        if (!offset.canConvertToInt() || !offset.isIntegralNumber() || offset.intValue() < 0) {
            throw new IllegalArgumentException(where + ": '" + name + "' must be a UTF-16 offset, 0 or more");
        }
        return offset.intValue();
    }

    private static void refuseUnknown(JsonNode node, Set<String> known, String where) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(where + " must be an object");
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        where + " has the unknown member '" + name + "'; known: " + new TreeSet<>(known));
            }
        }
    }

    boolean isEmpty() {
        return samples.isEmpty();
    }

    /** Returns all layers that the samples name. */
    Set<String> layers() {
        Set<String> layers = new TreeSet<>();
        samples.forEach(sample -> layers.addAll(sample.layers().keySet()));
        return layers;
    }

    /** @throws IllegalArgumentException if a sample expects a layer that {@code tagger} does not produce */
    void requireThatItMakes(Declaration tagger) {
        Set<String> others = layers();
        others.removeAll(tagger.produces());
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("the samples of '" + tagger.name() + "' expect the layers " + others
                    + ", which it does not produce; it produces " + tagger.produces());
        }
    }

    /**
     * Returns the micro-averaged F1 score over all samples, in the layers that each sample names: 2·right / (made +
     * expected). It is 1 if nothing was expected and nothing made.
     *
     * @param made layers made for each sample, in the order of the samples
     */
    double score(List<Layers> made) {
        if (made.size() != samples.size()) {
            throw new IllegalArgumentException(made.size() + " results for " + samples.size() + " samples");
        }
        long right = 0;
        long all = 0;
        for (int i = 0; i < samples.size(); i++) {
            for (Map.Entry<String, List<Expected>> layer :
                    samples.get(i).layers().entrySet()) {
                List<Annotation> found = made.get(i).get(layer.getKey());
                right += right(layer.getValue(), found);
                all += layer.getValue().size() + found.size();
            }
        }
        return all == 0 ? 1 : 2.0 * right / all;
    }

    /**
     * Returns the number of matches. Each annotation matches at most one expected annotation. Expected annotations
     * without a label are matched last.
     */
    private static int right(List<Expected> expected, List<Annotation> found) {
        List<Annotation> left = new ArrayList<>(found);
        int right = 0;
        for (boolean labelled : new boolean[] {true, false}) {
            for (Expected one : expected) {
                if ((one.label() != null) == labelled) {
                    int at = 0;
                    while (at < left.size() && !one.fits(left.get(at))) {
                        at++;
                    }
                    if (at < left.size()) {
                        left.remove(at);
                        right++;
                    }
                }
            }
        }
        return right;
    }
}
