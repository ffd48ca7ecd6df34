package io.bouquet.tagging.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final StubBroker broker = new StubBroker();

    @Test
    void listsTaggersAndWhyOneDoesNotServe() {
        assertThat(printed(taggers()::print))
                .containsPattern(
                        "emphasis\\s.*1\\.0\\.0\\s.*SERVING\\s.*100%\\s.*-\\s.*1234\\s.*5\\s.*OPEN\\s.*any\\s.*emphasis")
                .containsPattern("tokens-en\\s.*0\\.93 of 0\\.80")
                .contains("bundle.tokens-en [9]")
                .contains("pos-de 1.0.0 is WAITING: no tokens")
                .doesNotContain("tokens-en 1.0.0 is");
    }

    @Test
    void filtersTaggersByLayer() {
        TaggersCommand command = taggers();
        command.layer = "pos";
        assertThat(printed(command::print)).contains("pos-de").doesNotContain("tokens-en", "emphasis");
    }

    @Test
    void filtersTaggersByLanguageAndKeepsThoseOfAny() {
        TaggersCommand command = taggers();
        command.language = "en";
        assertThat(printed(command::print)).contains("tokens-en", "emphasis").doesNotContain("pos-de");
    }

    @Test
    void printsTaggersAsJson() throws Exception {
        TaggersCommand command = taggers();
        command.name = "pos-de";
        command.json = true;
        JsonNode json = new ObjectMapper().readTree(printed(command::print));
        assertThat(json).hasSize(1);
        assertThat(json.get(0).get("state").asText()).isEqualTo("WAITING");
        assertThat(json.get(0).get("requires").get(0).asText()).isEqualTo("tokens");
        assertThat(json.get(0).get("since").asText()).isEqualTo("2026-11-23T04:00:00Z");
        assertThat(json.get(0).get("share").asInt()).isZero();
        assertThat(json.get(0).get("check").get("threshold").asDouble()).isEqualTo(0.8);
        assertThat(json.get(0).get("circuit").asText()).isEqualTo("OPEN");
    }

    @Test
    void listsOnlyTaggersWithAModel() {
        ModelsCommand command = new ModelsCommand();
        command.broker = broker;
        assertThat(printed(command::print)).contains("UD-EWT", "UD-GSD").doesNotContain("emphasis");
    }

    @Test
    void joinsTheWordsOfATextAndSplitsTheLayers() {
        AnnotateCommand command = annotate();
        command.layers = List.of("tokens, pos", "entities");
        printed(command::print);
        assertThat(broker.requests)
                .containsExactly(new AnnotationRequest("Ada met Tim", List.of("tokens", "pos", "entities"), ""));
    }

    @Test
    void handsOnTheKeyOfACanary() {
        AnnotateCommand command = annotate();
        command.key = "customer 7";
        printed(command::print);
        assertThat(broker.requests).containsExactly(new AnnotationRequest("Ada met Tim", List.of(), "", "customer 7"));
    }

    @Test
    void doesNotAnnotateAnOptionThatComesAfterTheText() {
        AnnotateCommand command = annotate();
        command.text = List.of("Ada met Tim", "--layers", "entities");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed(command::print))
                .withMessageContaining("options come first: nlp:annotate --layers");
        assertThat(broker.requests).isEmpty();
    }

    @Test
    void printsWhatIsSaidOfTokensInOneTable() {
        assertThat(printed(annotate()::print))
                .contains("tokens, pos")
                .containsPattern("4\\s.*7\\s.*met\\s.*VERB")
                .containsPattern("0\\s.*3\\s.*Ada\\s.*person\\s.*0\\.99\\s.*\\{gender=f\\}");
    }

    @Test
    void printsErrorsAndTheGeneration() {
        assertThat(printed(annotate()::print))
                .contains("mood is missing (mood-en, FAILED): no mood today")
                .contains("generation 7: tokens-en 1.0.0");
    }

    @Test
    void printsAnnotationsAsJson() throws Exception {
        AnnotateCommand command = annotate();
        command.json = true;
        JsonNode json = new ObjectMapper().readTree(printed(command::print));
        JsonNode entity = json.get("layers").get("entities").get(0);
        assertThat(entity.get("text").asText()).isEqualTo("Ada");
        assertThat(entity.get("score").asDouble()).isEqualTo(0.987);
        assertThat(json.get("layers").get("tokens").get(0).has("score")).isFalse();
        assertThat(json.get("generation").get("id").asLong()).isEqualTo(7);
    }

    @Test
    void printsNothingThatATerminalWouldObey() {
        Layers layers = Layers.of("sentences", List.of(new Annotation(new Span(0, 12), "sentence")));
        assertThat(printed(out -> new LayerTables("a\u001b[2J\nb\u202Ecd\u0007e", layers).print(out)))
                .contains("a [2J b cd e")
                .doesNotContain("\u001b[2J", "\u202E", "\u0007");
    }

    @Test
    void shortensLongSpans() {
        Layers layers = Layers.of("sentences", List.of(new Annotation(new Span(0, 500), "sentence")));
        assertThat(printed(out -> new LayerTables("x".repeat(500), layers).print(out)))
                .contains("x".repeat(60) + "…")
                .doesNotContain("x".repeat(61));
    }

    @Test
    void completesNames() {
        LayerCompleter layers = new LayerCompleter();
        layers.broker = broker;
        LanguageCompleter languages = new LanguageCompleter();
        languages.broker = broker;
        TaggerCompleter taggers = new TaggerCompleter();
        taggers.broker = broker;
        assertThat(layers.names()).containsExactly("emphasis", "pos", "tokens");
        assertThat(languages.names()).containsExactly("de", "en");
        assertThat(taggers.names()).containsExactly("emphasis", "pos-de", "tokens-en");
    }

    private TaggersCommand taggers() {
        TaggersCommand command = new TaggersCommand();
        command.broker = broker;
        return command;
    }

    private AnnotateCommand annotate() {
        AnnotateCommand command = new AnnotateCommand();
        command.broker = broker;
        command.text = List.of("Ada", "met", "Tim");
        return command;
    }

    private static String printed(Consumer<PrintStream> command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        command.accept(out);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
