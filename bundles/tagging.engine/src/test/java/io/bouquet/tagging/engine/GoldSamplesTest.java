package io.bouquet.tagging.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.engine.GoldSamples.Expected;
import io.bouquet.tagging.engine.GoldSamples.Sample;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

class GoldSamplesTest {
    private static final String ONE = """
            [{"text": "Meet Ann now", "language": "en", "layers": {"entities": [{"begin": 5, "end": 8, "label": "person"}]}}]
            """;

    @TempDir
    private Path folder;

    @Test
    void readsWhatTheBundleNamesForTheTagger() throws IOException {
        file("a.json", ONE);
        file("b.json", "[{\"text\": \"x\", \"layers\": {\"tokens\": [{\"begin\": 0, \"end\": 1}]}}]");
        Bundle bundle = bundle("a.json;tagger=entities;threshold=\"0.9\", b.json;tagger=tokens");
        assertThat(GoldSamples.of(bundle, "entities"))
                .isEqualTo(new GoldSamples(
                        List.of(new Sample(
                                "Meet Ann now",
                                "en",
                                Map.of("entities", List.of(new Expected(new Span(5, 8), "person"))))),
                        0.9));
        assertThat(GoldSamples.of(bundle, "tokens"))
                .isEqualTo(new GoldSamples(
                        List.of(new Sample("x", "", Map.of("tokens", List.of(new Expected(new Span(0, 1), null))))),
                        1));
        assertThat(GoldSamples.of(bundle, "others").isEmpty()).isTrue();
    }

    @Test
    void takesAFileWithoutATaggerForTheOnlyOne() throws IOException {
        file("a.json", ONE);
        assertThat(GoldSamples.of(bundle("a.json"), "whatever").samples()).hasSize(1);
    }

    @Test
    void hasNoneWhereTheBundleNamesNone() {
        assertThat(GoldSamples.of(bundle(null), "entities").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "none.json | the header Bouquet-Samples names 'none.json', which is not in the bundle the.bundle",
                "a.json;threshold=0 | the header Bouquet-Samples has the threshold '0'; it must be a number above 0 and up to 1",
                "a.json;threshold=NaN | has the threshold 'NaN'",
                "a.json;threshold=high | has the threshold 'high'",
                "a.json;treshold=1 | has the unknown attribute 'treshold' after 'a.json'; known: tagger, threshold",
                "a.json;tagger | 'tagger' after 'a.json' is not of the form name=value",
                "a.json;tagger=x;tagger=y | has 'tagger' twice after 'a.json'",
                "a.json;tagger=\"x | a quotation mark of 'a.json;tagger=\"x' is not closed",
                ";tagger=x | does not begin with a path",
                "a.json,a.json | has two files for the tagger 'x'; put all samples into one"
            })
    void saysWhatIsWrongWithTheHeader(String header, String words) throws IOException {
        file("a.json", ONE);
        assertThatThrownBy(() -> GoldSamples.of(bundle(header), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`[{'text': 'x',\n'layers' {}}]` | s.json, line 2, column 10: Unexpected character ('{'",
                "`[{'text': 'x'` | s.json, line 1, column",
                "`[] []` | s.json, line 1",
                "`[{'text': 'x', 'text': 'y'}]` | Duplicate field 'text'",
                "`` | s.json must be a list of one sample or more",
                "`{}` | s.json must be a list of one sample or more",
                "`[]` | s.json must be a list of one sample or more",
                "`['x']` | s.json, sample 1 must be an object",
                "`[{'layers': {'x': []}}]` | s.json, sample 1 has no text",
                "`[{'text': '', 'layers': {'x': []}}]` | s.json, sample 1 has no text",
                "`[{'text': 'x', 'layers': {}}]` | s.json, sample 1: its layers must be an object",
                "`[{'text': 'x', 'layers': {'x': []}, 'lang': 'en'}]` | has the unknown member 'lang'; known: [language,",
                "`[{'text': 'x', 'language': 1, 'layers': {'x': []}}]` | its language must be a string",
                "`[{'text': 'x', 'layers': {'x': {}}}]` | s.json, sample 1, layer 'x' must be a list",
                "`[{'text': 'x', 'layers': {'x': [[0, 1]]}}]` | sample 1, layer 'x', annotation 1 must be an object",
                "`[{'text': 'x', 'layers': {'x': [{'begin': 0, 'end': 2}]}}]` | [0, 2) is not within the text of 1 UTF-16 units",
                "`[{'text': 'xy', 'layers': {'x': [{'begin': 2, 'end': 1}]}}]` | [2, 1) is not within the text",
                "`[{'text': 'x', 'layers': {'x': [{'begin': 0}]}}]` | 'end' must be a UTF-16 offset, 0 or more",
                "`[{'text': 'x', 'layers': {'x': [{'begin': 0.5, 'end': 1}]}}]` | 'begin' must be a UTF-16 offset",
                "`[{'text': 'x', 'layers': {'x': [{'begin': 0, 'end': 1, 'label': 1}]}}]` | its label must be a string",
                "`[{'text': 'xy', 'layers': {'x': [{'begin': 0, 'end': 1, 'text': 'y'}]}}]` | [0, 1) is 'x', not 'y'"
            })
    void saysWhatIsWrongWithTheFile(String json, String words) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void refusesAFileThatWouldHoldUpEachStart() throws IOException {
        file("a.json", " ".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> GoldSamples.of(bundle("a.json"), "x"))
                .hasMessageStartingWith("a.json has more than 1048576 bytes");
    }

    @Test
    void takesAnAnswerOfTheRestApi() {
        assertThat(parse("[{'text': 'xy', 'language': 'en', 'layers': {'x': [{'begin': 0, 'end': 1, 'text': 'x',"
                        + " 'label': 'l', 'score': 0.5, 'attributes': {'a': 'b'}}]}}]"))
                .containsExactly(new Sample("xy", "en", Map.of("x", List.of(new Expected(new Span(0, 1), "l")))));
    }

    @Test
    void namesLayersThatTheTaggerDoesNotProduce() {
        GoldSamples samples = new GoldSamples(parse("[{'text': 'x', 'layers': {'a': [], 'b': []}}]"), 1);
        Declaration tagger = Declaration.of(
                Map.of("tagger.name", "a", "tagger.produces", "a"), Version.emptyVersion, "the.bundle", 7);
        assertThatThrownBy(() -> samples.requireThatItMakes(tagger))
                .hasMessage("the samples of 'a' expect the layers [b], which it does not produce; it produces [a]");
    }

    @Test
    void scoresAllThatWasExpectedAndNothingElseWithOne() {
        assertThat(score("[{'begin': 0, 'end': 1, 'label': 'l'}]", made(0, 1, "l")))
                .isEqualTo(1);
        assertThat(score("[]")).isEqualTo(1);
    }

    @Test
    void scoresWhatIsMissedAndWhatIsMadeUp() {
        String expected = "[{'begin': 0, 'end': 1, 'label': 'l'}, {'begin': 1, 'end': 2, 'label': 'l'}]";
        assertThat(score(expected, made(0, 1, "l"))).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(score(expected, made(0, 1, "l"), made(1, 2, "other"))).isEqualTo(0.5);
        assertThat(score("[]", made(0, 1, "l"))).isZero();
        assertThat(score(expected)).isZero();
    }

    @Test
    void comparesLabelsOnlyWhereTheSampleHasOne() {
        assertThat(score("[{'begin': 0, 'end': 1}]", made(0, 1, "any"))).isEqualTo(1);
        // the unlabelled one must not take what the labelled one needs
        assertThat(score(
                        "[{'begin': 0, 'end': 1}, {'begin': 0, 'end': 1, 'label': 'l'}]",
                        made(0, 1, "l"),
                        made(0, 1, "any")))
                .isEqualTo(1);
    }

    @Test
    void countsAnAnnotationOnce() {
        String expected = "[{'begin': 0, 'end': 1, 'label': 'l'}]";
        assertThat(score(expected, made(0, 1, "l"), made(0, 1, "l"))).isCloseTo(2.0 / 3, within(1e-9));
    }

    @Test
    void looksOnlyAtTheLayersThatASampleNames() {
        GoldSamples samples = new GoldSamples(parse("[{'text': 'xy', 'layers': {'a': []}}]"), 1);
        assertThat(samples.score(List.of(Layers.of("b", List.of(made(0, 1, "l"))))))
                .isEqualTo(1);
    }

    private static double score(String expected, Annotation... made) {
        GoldSamples samples = new GoldSamples(parse("[{'text': 'xy', 'layers': {'a': " + expected + "}}]"), 1);
        return samples.score(List.of(Layers.of("a", List.of(made))));
    }

    private static Annotation made(int begin, int end, String label) {
        return new Annotation(new Span(begin, end), label);
    }

    private static List<Sample> parse(String json) {
        return GoldSamples.parse("s.json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    /** As much of a bundle as is asked for; the header is left out where it is null. */
    private Bundle bundle(String header) {
        Dictionary<String, String> headers = new Hashtable<>();
        if (header != null) {
            headers.put(GoldSamples.HEADER, header);
        }
        return (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> headers;
                    case "getSymbolicName" -> "the.bundle";
                    case "getEntry" -> entry((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private URL entry(String path) throws MalformedURLException {
        Path file = folder.resolve(path);
        return Files.exists(file) ? file.toUri().toURL() : null;
    }
}
