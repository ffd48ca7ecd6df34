package io.bouquet.tagging.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaggersPageTest {
    private final TaggersPage page = new TaggersPage(new TaggersStub());

    @Test
    void showsStateAndReasonOfEachTagger() {
        assertThat(html(""))
                .containsSubsequence(
                        "href=\"/console/taggers/entities-en\">entities-en</a> <small>1.0.0</small>",
                        "<span class=\"state serving\">serving</span>",
                        "English",
                        "people &amp; places, 2 MB",
                        "io.bouquet.models <small>42</small>",
                        "<small>0.9.0</small>",
                        "<span class=\"state standby\">standby</span><small>1.0.0 is preferred</small>",
                        "<span class=\"state waiting\">waiting</span>");
    }

    @Test
    void escapesNamesAndReasons() {
        assertThat(html(""))
                .contains(
                        "href=\"/console/taggers/%3Cscript%3E\">&lt;script&gt;</a>",
                        "no tagger produces &#39;&lt;tokens&gt;&#39;")
                .doesNotContain("<script>");
    }

    @Test
    void showsWhatRunsForEachLanguage() {
        assertThat(html(""))
                .containsSubsequence(
                        "Any other language", "German", "tokens-de", "English", "tokens-en", "entities-en");
    }

    @Test
    void showsAllVersionsOfOneTagger() {
        assertThat(html("entities-en"))
                .containsSubsequence("<h1>entities-en</h1>", "Version 1.0.0", "Version 0.9.0", "Runs in", "English")
                .doesNotContain("German");
    }

    @Test
    void doesNotKnowATaggerThatIsGone() {
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> html("gone"))
                .satisfies(e -> assertThat(e.status()).isEqualTo(404))
                .withMessageContaining("'gone'");
    }

    private String html(String rest) {
        return new PageRenderer(page)
                .render(page.show(new PageRequest("admin", rest, Map.of(), "http://localhost:8181")), "token");
    }
}
