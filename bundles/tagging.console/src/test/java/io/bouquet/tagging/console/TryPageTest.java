package io.bouquet.tagging.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TryPageTest {
    private final TaggersStub broker = new TaggersStub();
    private final TryPage page = new TryPage(broker);

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
                        "<mark class=\"c0\" title=\"person, 98%\">Angela Merkel<span class=\"label\">person</span></mark> met"
                                + " <mark")
                .contains(
                        "<mark class=\"c2\" title=\"location, 98%\">Berlin<span class=\"label\">location</span></mark>")
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
                        "<span class=\"form\">One</span><span class=\"pos\">NOUN</span><span class=\"lemma\">lemma</span>",
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
                .contains("<h2>emphasis</h2>", "title=\"loud, 50%; by: caps\">SHOUT<span class=\"label\">loud</span>")
                .containsSubsequence("<h2>categories</h2>", "the whole text", "travel", "70%")
                .containsSubsequence("<h2>keyphrases</h2>", "Nothing found.");
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
    void asksForWhatTheLanguageHasWhereAllBoxesAreTicked() {
        page.submit(request(Map.of(
                "text", List.of("a\r\nb"),
                "layer", List.of("emphasis", "entities", "language", "tokens"),
                "language", List.of(""))));
        page.submit(request(Map.of("text", List.of("a"), "layer", List.of("tokens"), "language", List.of("de"))));

        assertThat(broker.asked)
                .containsExactly(
                        new AnnotationRequest("a\nb", List.of(), ""),
                        new AnnotationRequest("a", List.of("tokens"), "de"));
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

    private String annotated(String text) {
        return html(page.submit(request(Map.of("text", List.of(text)))));
    }

    private String html(PageView view) {
        return new PageRenderer(page).render(view, "token");
    }

    private static PageRequest request(Map<String, List<String>> parameters) {
        return new PageRequest("admin", "", parameters, "http://localhost:8181");
    }
}
