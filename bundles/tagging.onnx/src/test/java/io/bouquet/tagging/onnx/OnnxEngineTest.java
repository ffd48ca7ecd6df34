package io.bouquet.tagging.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEngineTest {
    private final OnnxEngine engine = new OnnxEngine(EngineSettings.usual());
    private final Map<String, byte[]> files = new HashMap<>();
    private @Nullable OnnxTagger tagger;

    @TempDir
    Path data;

    @BeforeEach
    void addFiles() throws IOException {
        for (String name : List.of(
                "encoder.onnx",
                "classifier.onnx",
                "entities.onnx",
                "pipeline.onnx",
                "pipeline-with-maps.onnx",
                "missing-operator.onnx",
                "other-inputs.onnx",
                "tokenizer.json",
                "tokenizer-of-another.json",
                "config.json")) {
            try (InputStream in = Samples.file("/models/" + name).open()) {
                files.put(name, in.readAllBytes());
            }
        }
    }

    @AfterEach
    void close() {
        if (tagger != null) {
            tagger.close();
        }
    }

    @Test
    void plansTheLayersAndFilesOfEachKind() {
        assertThat(engine.plan(declaration("encoder.onnx", "embeddings", "", "tokenizer", "tokenizer.json")))
                .isEqualTo(new ModelPlan(
                        List.of("sentences", "tokens"),
                        List.of("embeddings", "states"),
                        true,
                        List.of("tokenizer.json")));
        assertThat(engine.plan(declaration("m.onnx", "sentiment", "")))
                .isEqualTo(new ModelPlan(List.of("sentences"), List.of("sentiment")));
        assertThat(engine.plan(declaration("m.onnx", "categories", "topic", "config", "c.json", "settings", "s.json")))
                .isEqualTo(new ModelPlan(List.of(), List.of("topic"), false, List.of("c.json", "s.json")));
    }

    @Test
    void refusesWrongDeclarations() {
        refuses(declaration("m.onnx", "categories", ""), "add layers=<name>");
        refuses(declaration("m.onnx", "sentiment", "", "treshold", "1"), "has an attribute 'treshold'; there are:");
        refuses(declaration("m.onnx", "sentiment", "", "threshold", "2"), "the threshold '2' is no number in 0..1");
        refuses(declaration("m.onnx", "sentiment", "", "window", "many"), "the window 'many' is no number in 8..8192");
        refuses(declaration("m.onnx", "sentiment", "", "multi", "yes"), "multi='yes' is neither true nor false");
        refuses(declaration("m.onnx", "embeddings", "", "pooling", "max"), "the pooling 'max' is neither cls nor mean");
        refuses(declaration("m.onnx", "embeddings", "vectors"), "models for embeddings make embeddings and states");
    }

    @Test
    void labelsTheTextAndItsSentences() throws Exception {
        Layers layers = load("classifier.onnx", "sentiment", "", "tokenizer", "tokenizer.json", "config", "config.json")
                .tag(Samples.text("Good good film. Bad bad film. Film."));
        assertThat(layers.get("sentiment"))
                .extracting(Annotation::label)
                .containsExactly("neutral", "positive", "negative", "neutral");
        assertThat(layers.get("sentiment").get(1).span()).isEqualTo(new Span(0, 15));
        // the logits are -4, 1, 4
        assertThat(layers.get("sentiment").get(1).score())
                .isCloseTo(Math.exp(4) / (Math.exp(4) + Math.exp(1) + Math.exp(-4)), within(1e-5));
    }

    @Test
    void givesAllLabelsThatReachTheThreshold() throws Exception {
        Layers layers = load(
                        "classifier.onnx",
                        "categories",
                        "tone",
                        "tokenizer",
                        "tokenizer.json",
                        "labels",
                        "bad, plain, good",
                        "multi",
                        "true",
                        "threshold",
                        "0.6")
                .tag(Samples.text("good"));
        assertThat(layers.get("tone")).extracting(Annotation::label).containsExactly("good", "plain");
    }

    @Test
    void findsEntitiesOfOurTokens() throws Exception {
        List<Annotation> entities = load(
                        "entities.onnx",
                        "entities",
                        "",
                        "tokenizer",
                        "tokenizer.json",
                        "labels",
                        "O,B-PER,I-PER,B-LOC,I-LOC")
                .tag(Samples.text("Ada Lovelace was in London. Ada Ada was in."))
                .get("entities");
        assertThat(entities).extracting(Annotation::label).containsExactly("person", "location", "person", "person");
        assertThat(entities)
                .extracting(Annotation::span)
                .containsExactly(new Span(0, 12), new Span(20, 26), new Span(28, 31), new Span(32, 35));
        assertThat(entities.get(0).score()).isCloseTo(Math.exp(4) / (Math.exp(4) + 4), within(1e-5));
    }

    @Test
    void answersAsScikitLearnDoes() throws Exception {
        JsonNode expected =
                new JsonMapper().readTree(Samples.file("/models/expected.json").open());
        for (String model : List.of("pipeline.onnx", "pipeline-with-maps.onnx")) {
            OnnxTagger topics = model.contains("maps")
                    ? load(model, "categories", "topic", "multi", "true", "threshold", "0")
                    : load(
                            model,
                            "categories",
                            "topic",
                            "multi",
                            "true",
                            "threshold",
                            "0",
                            "labels",
                            "business,culture,sport");
            for (Map.Entry<String, JsonNode> text : expected.properties()) {
                List<Annotation> labels =
                        topics.tag(new AnnotatedText(text.getKey(), "")).get("topic");
                assertThat(labels).hasSize(3).allSatisfy(label -> assertThat(label.score())
                        .isCloseTo(text.getValue().get(label.label()).asDouble(), within(1e-4)));
            }
            assertThat(topics.tagAll(List.of(new AnnotatedText("the team", ""), new AnnotatedText(" ", "")))
                            .get(1)
                            .get("topic"))
                    .isEmpty();
            topics.close();
        }
    }

    @Test
    void readsItsOptionsFromAFile() throws Exception {
        files.put(
                "settings.json",
                "{\"tokenizer\": \"tokenizer.json\", \"labels\": [\"bad\", \"plain\", \"good\"], \"window\": 16}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(load("classifier.onnx", "categories", "tone", "settings", "settings.json")
                        .tag(Samples.text("good"))
                        .get("tone"))
                .extracting(Annotation::label)
                .containsExactly("good");
        files.put("settings.json", "{\"tokeniser\": \"tokenizer.json\"}".getBytes(StandardCharsets.UTF_8));
        cannotServe(
                "has a member 'tokeniser'; there are:",
                "classifier.onnx",
                "categories",
                "tone",
                "settings",
                "settings.json");
        files.put("settings.json", "tokenizer".getBytes(StandardCharsets.UTF_8));
        cannotServe(
                "its file 'settings.json' is no JSON",
                "classifier.onnx",
                "categories",
                "tone",
                "settings",
                "settings.json");
    }

    @Test
    void refusesAModelThatIsDamaged() throws Exception {
        byte[] whole = files.get("classifier.onnx");
        for (byte[] damaged : List.of(
                new byte[0], Arrays.copyOf(whole, whole.length / 2), "no model".getBytes(StandardCharsets.UTF_8))) {
            files.put("damaged.onnx", damaged);
            cannotServe(
                    "'damaged.onnx' is no sentiment model that can serve: ONNX Runtime cannot use it (",
                    "damaged.onnx",
                    "sentiment",
                    "",
                    "tokenizer",
                    "tokenizer.json",
                    "config",
                    "config.json");
        }
    }

    @Test
    void refusesAModelWithAnOperatorThatIsMissing() throws Exception {
        cannotServe("Untangle", "missing-operator.onnx", "embeddings", "", "tokenizer", "tokenizer.json");
    }

    @Test
    void refusesATokenizerThatDoesNotFit() throws Exception {
        cannotServe(
                "its tokenizer does not fit: it has ids up to 4711, and the model fails with that",
                "encoder.onnx",
                "embeddings",
                "",
                "tokenizer",
                "tokenizer-of-another.json");
        files.put("config-as-tokenizer.json", files.get("config.json"));
        cannotServe(
                "its tokenizer cannot be used: it is no tokenizer.json of Hugging Face",
                "encoder.onnx",
                "embeddings",
                "",
                "tokenizer",
                "config-as-tokenizer.json");
        files.put(
                "unknown.json",
                "{\"model\": {\"type\": \"Runes\", \"vocab\": {\"a\": 1}}}".getBytes(StandardCharsets.UTF_8));
        cannotServe("its tokenizer cannot be used:", "encoder.onnx", "embeddings", "", "tokenizer", "unknown.json");
        cannotServe("none.json", "encoder.onnx", "embeddings", "", "tokenizer", "none.json");
        cannotServe("it has no tokenizer: add tokenizer=", "encoder.onnx", "embeddings", "");
    }

    @Test
    void refusesInputsAndOutputsThatItDoesNotKnow() throws Exception {
        cannotServe(
                "it has the inputs [words], but", "other-inputs.onnx", "embeddings", "", "tokenizer", "tokenizer.json");
        cannotServe(
                "it has no output of float with 3 dimensions (text, piece, number), but: logits",
                "classifier.onnx",
                "embeddings",
                "",
                "tokenizer",
                "tokenizer.json");
        cannotServe(
                "but a model without a tokenizer has one column of strings; add tokenizer=<path>",
                "classifier.onnx",
                "sentiment",
                "");
    }

    @Test
    void refusesLabelsThatDoNotFit() throws Exception {
        cannotServe(
                "it has 3 outputs, but there are 2 labels: a, b",
                "classifier.onnx",
                "sentiment",
                "",
                "tokenizer",
                "tokenizer.json",
                "labels",
                "a,b");
        cannotServe(
                "it has 3 outputs, but there are 2 labels: a, b", "pipeline.onnx", "categories", "x", "labels", "a,b");
        cannotServe("it gives 3 probabilities without names: add labels=", "pipeline.onnx", "categories", "x");
        cannotServe("it has no labels: add labels=", "classifier.onnx", "sentiment", "", "tokenizer", "tokenizer.json");
        cannotServe(
                "its labels [a, b, c, d, e] have no 'O'",
                "entities.onnx",
                "entities",
                "",
                "tokenizer",
                "tokenizer.json",
                "labels",
                "a,b,c,d,e");
        cannotServe(
                "has no member 'id2label'",
                "classifier.onnx",
                "sentiment",
                "",
                "tokenizer",
                "tokenizer.json",
                "config",
                "tokenizer.json");
    }

    @Test
    void checksAModelAgainOnlyIfItIsAnother() throws Exception {
        load("encoder.onnx", "embeddings", "", "tokenizer", "tokenizer.json").close();
        Path mark = data.resolve("embeddings.checked");
        assertThat(mark).exists();
        String first = Files.readString(mark);
        files.put("encoder.onnx", new byte[10]);
        cannotServe("ONNX Runtime cannot use it", "encoder.onnx", "embeddings", "", "tokenizer", "tokenizer.json");
        assertThat(mark).hasContent(first);
    }

    @Test
    void doesNotTagBeforeItIsLoadedNorAfterItIsClosed() throws Exception {
        ModelDeclaration declaration = declaration("encoder.onnx", "embeddings", "", "tokenizer", "tokenizer.json");
        OnnxTagger fresh = (OnnxTagger) engine.tagger(declaration, new TestFiles());
        assertThatThrownBy(() -> fresh.tag(Samples.text("good"))).hasMessage("the model 'encoder.onnx' is not loaded");
        fresh.load();
        fresh.tag(Samples.text("good"));
        fresh.close();
        assertThatThrownBy(() -> fresh.tag(Samples.text("good"))).hasMessage("the model is closed");
    }

    private void refuses(ModelDeclaration declaration, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.plan(declaration))
                .withMessageContaining(fault);
    }

    private OnnxTagger load(String model, String kind, String layer, String... attributes) throws IOException {
        ModelDeclaration declaration = declaration(model, kind, layer, attributes);
        engine.plan(declaration);
        OnnxTagger loaded = (OnnxTagger) engine.tagger(declaration, new TestFiles());
        loaded.load();
        tagger = loaded;
        return loaded;
    }

    private void cannotServe(String fault, String model, String kind, String layer, String... attributes) {
        assertThatThrownBy(() -> load(model, kind, layer, attributes))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("'" + model + "' is no " + kind + " model that can serve: ")
                .hasMessageContaining(fault)
                .hasMessageNotContaining("/tmp");
    }

    private static ModelDeclaration declaration(String model, String kind, String layer, String... attributes) {
        Map<String, String> byName = new HashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            byName.put(attributes[i], attributes[i + 1]);
        }
        List<String> layers = layer.isEmpty() ? List.of() : List.of(layer);
        return new ModelDeclaration(model, "onnx", kind, kind, List.of(), layers, byName);
    }

    private final class TestFiles implements ModelFiles {
        @Override
        public InputStream open(String path) throws IOException {
            byte[] file = files.get(path);
            if (file == null) {
                throw new FileNotFoundException("there is no file '" + path + "'");
            }
            return new ByteArrayInputStream(file);
        }

        @Override
        public Path dataFile(String name) {
            return data.resolve(name);
        }
    }
}
