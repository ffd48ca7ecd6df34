package io.bouquet.tagging.rules.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.rules.RuleFiles.RuleFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RulesPageTest {
    private final List<RuleFile> files = new ArrayList<>();
    private final RulesPage page = new RulesPage(new Words(), () -> files);

    private static PageRequest request(Map<String, List<String>> parameters) {
        return new PageRequest("ada", "", parameters, "http://localhost:8181");
    }

    private String submitted(String rules, String text) {
        return html(page.submit(request(Map.of("rules", List.of(rules), "text", List.of(text)))));
    }

    private String html(PageView view) {
        return new PageRenderer(page).render(view, "token");
    }

    @Test
    void showsWhatTheRulesFindAndByWhichLine() {
        assertThat(submitted("[product]\nGalaxy S24 = s24\n[odd]\n> /l.*/", "My Galaxy S24 was late"))
                .contains("<mark class=")
                .contains("title=\"line 2\">Galaxy S24 <span class=\"label\">product</span></mark>")
                .contains("title=\"line 4\">late <span class=\"label\">odd</span></mark>")
                .contains("<td>s24</td><td class=\"number\">2</td>")
                .contains("2 findings of 2 rules");
    }

    @Test
    void showsErrorsWithTheirLines() {
        assertThat(submitted("[a]\n> (\n<b>\n> <", "text"))
                .contains("<strong>Line 2</strong>", "<strong>Line 4</strong>")
                .contains("&lt;b&gt;")
                .doesNotContain("id=\"result\"");
        assertThat(submitted("[a]\nb", " ")).contains("There is no text");
        assertThat(submitted("[a]\n> /(.*)(.*)(.*)(.*)(.*)x/", "a".repeat(60))).contains("needs too many steps");
    }

    @Test
    void saysIfNothingMatchesAndListsTheFiles() {
        files.add(new RuleFile("good", "products", 3, ""));
        files.add(new RuleFile("bad", "", 0, "line 2: wrong"));
        assertThat(submitted("[a]\nb", "c"))
                .contains("No rule matches.")
                .contains("<td>good.rules</td><td>products</td><td class=\"number\">3</td><td>serves</td>")
                .contains("<td>bad.rules</td><td></td><td class=\"number\">0</td><td>line 2: wrong</td>");
        assertThat(html(page.show(request(Map.of())))).contains("[product]", "Galaxy S24", "token");
    }

    /** Makes a token of each word. */
    private static final class Words implements Broker {
        @Override
        public AnnotationResult annotate(AnnotationRequest request) {
            List<Annotation> tokens = Pattern.compile("\\S+")
                    .matcher(request.text())
                    .results()
                    .map(word -> new Annotation(new Span(word.start(), word.end()), "token"))
                    .toList();
            Layers layers = Layers.of(Layers.TOKENS, tokens)
                    .with(Layers.SENTENCES, List.of(new Annotation(Span.of(request.text()), "sentence")));
            return new AnnotationResult("en", layers, List.of(), 1, new TreeMap<>(), Map.of());
        }

        @Override
        public Lease lease(List<String> layers, Duration timeLimit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PublicationHold holdBack(String bundle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<TaggerInfo> taggers() {
            return List.of();
        }

        @Override
        public List<Pipeline> pipelines() {
            return List.of(new Pipeline("en", List.of(), List.of()));
        }

        @Override
        public long generation() {
            return 1;
        }
    }
}
