package io.bouquet.tagging.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.Vector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TryPageTest {
    private final TaggersStub broker = new TaggersStub();
    private final TryPage page = new TryPage(broker, info -> Optional.of(text -> says(info.version(), text)));

    /** Version 0.9.0 finds only the first word, version 1.0.0 the second one, too. */
    private static Layers says(String version, AnnotatedText text) {
        Annotation first = new Annotation(new Span(0, 3), "person", 0.9);
        return Layers.of(
                "entities",
                version.equals("0.9.0")
                        ? List.of(first)
                        : List.of(first, new Annotation(new Span(4, text.text().length()), "<b>", 0.8)));
    }

    @Test
    void offersTheLanguagesAndLayersThatAreThereNow() {
        String html = html(page.show(request(Map.of())));

        assertThat(html)
                .containsSubsequence(
                        "<option value=\"\">Detect</option>",
                        "<option value=\"de\">German</option>",
                        "<option value=\"en\">English</option>")
                .containsSubsequence(
                        "value=\"entities\" checked", "value=\"emphasis\" checked", "value=\"tokens\" checked")
                .contains("placeholder=\"Angela Merkel met Tim Cook")
                .contains("name=\"csrf\" value=\"token\"")
                .doesNotContain("id=\"result\"");
    }

    @Test
    void marksEntitiesInTheText() {
        String html = annotated("Angela Merkel met Tim Cook in Berlin. Fine!");

        assertThat(html)
                .contains(
                        "<mark class=\"c0 s4\" title=\"person, 98%\" tabindex=\"0\">Angela Merkel <span class=\"label\">person"
                                + "<span class=\"score\">98%</span></span></mark> met <mark")
                .contains(
                        "<mark class=\"c2 s4\" title=\"location, 98%\" tabindex=\"0\">Berlin <span class=\"label\">location")
                .contains("<span class=\"swatch c0\">person</span> <span class=\"count\">2</span>");
    }

    @Test
    void saysTheSentimentInWordsAndNotByColourAlone() {
        assertThat(annotated("Angela Merkel met Tim Cook in Berlin. Fine!"))
                .containsSubsequence(
                        "<span class=\"feeling positive\">positive</span>",
                        "aria-label=\"score 91%\"",
                        " Fine!</span>",
                        "<span class=\"feeling negative\">negative</span>",
                        "<rect width=\"60%\"");
    }

    @Test
    void showsTokensWithPartOfSpeechAndLemmaALineForEachSentence() {
        assertThat(annotated("One two. Three!"))
                .containsSubsequence(
                        "Below each other: token, part of speech, lemma.",
                        "<span class=\"pos c2\">NOUN</span> <span class=\"count\">5</span>",
                        "<span class=\"form\">One</span><span class=\"pos c2\" title=\"NOUN\">NOUN</span>"
                                + "<span class=\"lemma\">lemma</span>",
                        "</ol>",
                        "<span class=\"form\">Three</span>");
    }

    @Test
    void showsLayersThatItDoesNotKnow() {
        String text = "SHOUT in Berlin";
        broker.more = Layers.of("emphasis", List.of(new Annotation(new Span(0, 5), "loud", 0.5, Map.of("by", "caps"))))
                .with("categories", List.of(new Annotation(Span.of(text), "travel", 0.7)))
                .with("keyphrases", List.of());

        assertThat(annotated(text))
                .contains(
                        "<h2>Emphasis</h2>",
                        "title=\"loud, 50%; by: caps\" tabindex=\"0\">SHOUT <span class=\"label\">loud")
                .containsSubsequence("<h2>Categories</h2>", "travel", "<rect width=\"70%\"", "the whole text", "70%")
                .containsSubsequence("<h2>Keyphrases</h2>", "Nothing found.");
    }

    @Test
    void drawsTheProbabilitiesOfASentimentForTheTextAndEachSentence() {
        broker.more = Layers.of(
                Layers.SENTIMENT,
                List.of(
                        new Annotation(
                                new Span(0, 12),
                                "positive",
                                0.7,
                                Map.of("positive", "0.70", "neutral", "0.2", "negative", "0.1")),
                        new Annotation(
                                new Span(6, 12),
                                "negative",
                                0.8,
                                Map.of("positive", "0.05", "neutral", "0.15", "negative", "0.80"))));

        assertThat(annotated("Good. Or bad"))
                .containsSubsequence(
                        "<span>positive</span><svg class=\"bar positive\" aria-hidden=\"true\"><rect width=\"70.0%\"",
                        "<span class=\"number\">70%</span>",
                        "<span>neutral</span>",
                        "<span>negative</span>",
                        ">Or bad</span>",
                        "aria-label=\"negative 80%, neutral 15%, positive 5%\"",
                        "<rect class=\"neutral\" x=\"80.0%\" width=\"15.0%\"");
    }

    @Test
    void drawsOverlappingSpansInLanes() {
        broker.more = Layers.of(
                "chunks",
                List.of(
                        new Annotation(new Span(0, 17), "NP"),
                        new Annotation(new Span(0, 7), "NP"),
                        new Annotation(new Span(8, 17), "PP", 0.75)));

        assertThat(annotated("The man in the hat"))
                .containsSubsequence(
                        "class=\"text laned lanes2\"",
                        "<span class=\"piece\">The<span class=\"lane l0",
                        "<span>NP</span></span><span class=\"lane l1",
                        "<span class=\"piece\">in<span class=\"lane l0",
                        "title=\"PP, 75%\"><span>PP 75%</span>");
    }

    @Test
    void showsAttributesAsFactsAndReasonsBesideTheirLabels() {
        String text = "Fine.";
        broker.more = Layers.of(
                        "readability",
                        List.of(new Annotation(
                                Span.of(text), "easy", Double.NaN, Map.of("ease", "90", "grade", "2", "words", "1"))))
                .with("tags", List.of(new Annotation(Span.of(text), "praise", 0.6, Map.of("why", "says 'fine'"))));

        assertThat(annotated(text))
                .containsSubsequence("<h2>Readability</h2>", ">easy</span>", "<dt>ease</dt><dd>90</dd>")
                .containsSubsequence("<h2>Tags</h2>", ">praise</span>", "60%", "says &#39;fine&#39;");
    }

    @Test
    void putsALayerThatSaysSomethingOfEachTokenBelowTheTokens() {
        broker.more = Layers.of(
                "morphology",
                List.of(new Annotation(new Span(0, 3), "Num=One"), new Annotation(new Span(4, 7), "Num=Two")));

        assertThat(annotated("One two"))
                .contains("lemma, morphology.", "<span class=\"more\">Num&#x3D;One</span>")
                .doesNotContain("<h2>Morphology</h2>");
    }

    @Test
    void comparesTheVectorsOfSentences() {
        broker.more = Layers.of(
                Layers.EMBEDDINGS,
                List.of(
                        new Annotation(new Span(0, 8), "text").with(Vector.of(1, 1)),
                        new Annotation(new Span(0, 4), "sentence").with(Vector.of(1, 0)),
                        new Annotation(new Span(5, 8), "sentence").with(Vector.of(0, 1))));

        assertThat(annotated("One. Two"))
                .containsSubsequence(
                        "<h2>Embeddings</h2>", "1 One.", "<td class=\"number h9\">1.00</td>", "h0\">0.00</td>");
    }

    @Test
    void escapesTextLabelsAndAttributes() {
        String text = "<script>alert(1)</script> & \"more\"";
        broker.more = Layers.of(
                "<layer>", List.of(new Annotation(new Span(0, 8), "<label>", 0.5, Map.of("<name>", "\"><script>"))));
        broker.errors = List.of(new LayerError("<img>", "<a>", LayerError.Type.FAILED, "<script>boom</script>"));

        assertThat(annotated(text))
                .contains("&lt;script&gt;alert(1)", "&lt;b&gt;bold&lt;/b&gt;", "&lt;layer&gt;", "&lt;label&gt;")
                .doesNotContain("<script>")
                .doesNotContain("<b>bold")
                .doesNotContain("<img>")
                .doesNotContain("<a>");
    }

    @Test
    void saysWhichLayersAreMissingAndWhy() {
        broker.errors = List.of(
                new LayerError("chunks", "chunks-en", LayerError.Type.TIMED_OUT, "stopped after 2 s"),
                new LayerError("topics", "", LayerError.Type.UNAVAILABLE, "no tagger produces it"));

        assertThat(annotated("Fine."))
                .contains("<strong>chunks</strong>: the tagger chunks-en took too long: stopped after 2 s")
                .contains("<strong>topics</strong> is not there for this language: no tagger produces it");
        broker.errors = List.of();
        assertThat(annotated("Fine.")).doesNotContain("Some layers are missing");
    }

    @Test
    void asksForTheLanguageWhereTheDetectedOneHasNoTaggers() {
        assertThat(annotated("Fine.")).doesNotContain("choose it above");
        broker.detected = "nl";
        assertThat(annotated("Fine.")).contains("The text was taken for Dutch, which has no taggers of its own.");
        broker.detected = "";
        assertThat(annotated("Fine.")).contains("It could not be told which language");
        broker.detected = "nl";
        assertThat(html(page.submit(request(Map.of("text", List.of("Fine."), "language", List.of("de"))))))
                .doesNotContain("choose it above");
    }

    @Test
    void namesGenerationAndVersionsAndTimes() {
        assertThat(annotated("Fine."))
                .contains("Generation 7", "<td>entities-en</td><td>1.0.0</td><td class=\"number\">1.2 ms</td>");
    }

    @Test
    void asksForThoseOfTheLayersThatTheLanguageHas() {
        page.submit(request(Map.of(
                "text", List.of("a\r\nb"),
                "layer", List.of("emphasis", "entities", "language", "tokens"),
                "language", List.of(""))));
        String german = html(page.submit(request(
                Map.of("text", List.of("a"), "layer", List.of("tokens", "<emphasis>"), "language", List.of("de")))));

        assertThat(broker.asked)
                .containsExactly(
                        new AnnotationRequest("a\nb", List.of("language"), ""),
                        new AnnotationRequest("a\nb", List.of("emphasis", "entities", "language", "tokens"), ""),
                        new AnnotationRequest("a", List.of("tokens"), "de"));
        assertThat(german).contains("German has no tagger for: &lt;emphasis&gt;.");
    }

    @Test
    void keepsWhatWasTypedWhereItCannotBeAnnotated() {
        String html = html(page.submit(request(
                Map.of("text", List.of("hello <there>"), "language", List.of("xx"), "layer", List.of("tokens")))));

        assertThat(html)
                .contains("no tagger for the language &#39;xx&#39;; serving: de, en")
                .contains("hello &lt;there&gt;</textarea>")
                .contains("value=\"tokens\" checked")
                .contains("value=\"entities\">");
        assertThat(html(page.submit(request(Map.of("text", List.of("  ")))))).contains("There is no text to annotate");
        assertThat(html(page.submit(request(Map.of("text", List.of("x".repeat(100_001)))))))
                .contains("The text has 100,001 characters and this page takes 100,000.");
        assertThat(broker.asked).hasSize(1);
    }

    @Test
    void showsTheBeginningOfALongText() {
        String html = annotated("word ".repeat(5000));

        assertThat(html).contains("The first 2,000 of 5,000 tokens are shown.");
        assertThat(html.split("class=\"form\"", -1)).hasSize(2001);
    }

    @Test
    void comparesTwoVersionsOfATagger() {
        assertThat(html(page.show(request("versions", Map.of()))))
                .contains(
                        "<option value=\"entities-en 1.0.0 42\" selected>entities-en 1.0.0, serving</option>",
                        "<option value=\"entities-en 0.9.0 42\" selected>entities-en 0.9.0, ready</option>")
                .doesNotContain("0.8.0", "1.1.0");

        String html = html(page.submit(request("versions", versions("Tim Cook", "entities-en 0.9.0 42"))));
        assertThat(html)
                .containsSubsequence(
                        "1 annotations of both, 1 of 1.0.0 only, 0 of 0.9.0 only.",
                        "Only 1.0.0 says:",
                        "<span dir=\"auto\">Cook</span> <b>&lt;b&gt;</b> 80%",
                        "<h3>0.9.0</h3>")
                .doesNotContain("<b><b>");
        assertThat(broker.asked).contains(new AnnotationRequest("Tim Cook", List.of("tokens"), "en"));
        assertThat(html(page.submit(request("versions", versions("Tim Cook", "entities-en 1.0.0 42")))))
                .contains("Both say the same: 2 annotations.");
    }

    @Test
    void saysWhyVersionsCannotBeCompared() {
        assertThat(html(page.submit(request("versions", versions("", "entities-en 0.9.0 42")))))
                .contains("There is no text to annotate");
        assertThat(html(page.submit(request("versions", versions("a", "<gone>")))))
                .contains("The version &#39;&lt;gone&gt;&#39; is not ready any more.");
        assertThat(html(page.submit(request("versions", versions("a", "tokens-en 1.0.0 42")))))
                .contains("Choose two versions of one tagger");
        TryPage failing = new TryPage(
                broker,
                info -> Optional.of(text -> {
                    throw new IllegalStateException("out of <luck>");
                }));
        assertThat(new PageRenderer(failing)
                        .render(failing.submit(request("versions", versions("a", "entities-en 0.9.0 42"))), "token"))
                .contains("entities-en 1.0.0 failed: java.lang.IllegalStateException: out of &lt;luck&gt;.");
    }

    @Test
    void offersACorrectionIfSomethingKeepsIt() {
        String text = "<b>Tim Cook</b>";
        assertThat(annotated(text)).doesNotContain("Correct</summary>");
        page.training = page;

        assertThat(annotated(text))
                .containsSubsequence(
                        "action=\"/console/training/correct\"",
                        "name=\"layer\" value=\"entities\"",
                        "&lt;b&gt;Tim Cook&lt;/b&gt;</textarea>",
                        "name=\"begin\" value=\"3\"><input type=\"hidden\" name=\"end\" value=\"11\">",
                        "value=\"person\"",
                        "name=\"layer\" value=\"sentiment\"",
                        "&lt;b&gt;Tim Cook&lt;/b&gt;</textarea>",
                        "value=\"positive\" required checked>",
                        "value=\"negative\" required>");
    }

    private static Map<String, List<String>> versions(String text, String other) {
        return Map.of("text", List.of(text), "one", List.of("entities-en 1.0.0 42"), "other", List.of(other));
    }

    private String annotated(String text) {
        return html(page.submit(request(Map.of("text", List.of(text)))));
    }

    private String html(PageView view) {
        return new PageRenderer(page).render(view, "token");
    }

    private static PageRequest request(Map<String, List<String>> parameters) {
        return request("", parameters);
    }

    private static PageRequest request(String rest, Map<String, List<String>> parameters) {
        return new PageRequest("admin", rest, parameters, "http://localhost:8181");
    }
}
