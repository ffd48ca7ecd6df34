package io.bouquet.tagging.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaggersPageTest {
    private static final Set<String> ADMIN = Set.of("admin");

    private final TaggersStub broker = new TaggersStub();
    private final PoliciesStub policies = new PoliciesStub();
    private final TakeOversStub takeOvers = new TakeOversStub();
    private final TaggersPage page = new TaggersPage(broker, policies, takeOvers, () -> TaggersStub.NOW);

    @Test
    void showsStateAndReasonOfEachVersion() {
        assertThat(html(""))
                .containsSubsequence(
                        "href=\"/console/taggers/entities-en\">entities-en</a> <small>1.1.0</small>",
                        "<span class=\"state failed\">failed</span><small>its gold samples reached 0.50 of 0.80</small>",
                        "<small>1.0.0</small>",
                        "<span class=\"state serving\">serving</span>",
                        "circuit half-open",
                        "answers 90% of the requests",
                        "0.93 of 0.80",
                        "English",
                        "people &amp; places, 2 MB",
                        "<small>0.9.0</small>",
                        "<span class=\"state ready\">ready</span><small>1.0.0 is preferred</small>",
                        "<span class=\"state waiting\">waiting</span>")
                .doesNotContain("0.8.0", "data-refresh");
    }

    @Test
    void escapesNamesAndReasons() {
        assertThat(html(""))
                .contains(
                        "href=\"/console/taggers/%3Cscript%3E\">&lt;script&gt;</a>",
                        "no tagger produces &#39;&lt;tokens&gt;&#39;")
                .doesNotContain("<script>");
        assertThat(html("<script>"))
                .contains("action=\"/console/taggers/%3Cscript%3E\"")
                .doesNotContain("<script>");
    }

    @Test
    void showsWhatRunsForEachLanguage() {
        assertThat(html(""))
                .containsSubsequence(
                        "Any other language", "German", "tokens-de", "English", "tokens-en", "entities-en");
    }

    @Test
    void drawsTheLifeOfEachVersionOfOneTagger() {
        assertThat(html("entities-en"))
                .containsSubsequence(
                        "<h1>entities-en</h1>",
                        "The latest version serves.",
                        "Version 1.1.0",
                        "<li class=\"bad\" aria-current=\"step\">Failed</li>",
                        "<p class=\"note warn\">its gold samples reached 0.50 of 0.80</p>",
                        "Version 1.0.0",
                        "<li class=\"done\">Ready</li><li class=\"\" aria-current=\"step\">Serving</li>",
                        "<time datetime=\"2026-11-23T03:58:30Z\" title=\"since 2026-11-23T03:58:30Z\">90 s</time>",
                        "5 gold samples",
                        "gold samples: 0.93 of 0.80",
                        "12,345",
                        "io.bouquet.models (42)",
                        "Version 0.9.0",
                        "<li class=\"\" aria-current=\"step\">Ready</li><li class=\"\">Serving</li>",
                        "<p class=\"note\">1.0.0 is preferred</p>",
                        "Version 0.8.0",
                        "<li class=\"done\">Draining</li><li class=\"\" aria-current=\"step\">Retired</li>",
                        "Runs in",
                        "English")
                .doesNotContain("German");
    }

    @ParameterizedTest
    @CsvSource({"LOADING, true", "DRAINING, true", "SERVING, false", "WAITING, false"})
    void looksAgainOnlyWhileAVersionIsOnItsWay(State state, boolean again) {
        broker.tokens = state;
        assertThat(html("tokens-en").contains("data-refresh=\"2\"")).isEqualTo(again);
        assertThat(html("").contains("data-refresh=\"2\"")).isEqualTo(again);
    }

    @Test
    void offersWhatAnAdministratorMayDoToNobodyElse() {
        assertThat(html("entities-en"))
                .contains(
                        "Let 0.9.0 serve alone", "Let 1.0.0 serve alone", "Roll back", "Set policy", "value=\"token\"")
                .doesNotContain("Let 0.8.0", "Let 1.1.0", "<option value=\"1.1.0\"", "<option value=\"0.8.0\"");
        String html = new PageRenderer(page).render(page.show(request("entities-en", Map.of(), Set.of())), "token");
        assertThat(html).doesNotContain("<form", "Roll back");
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> page.submit(request("entities-en", Map.of("action", "rollback"), Set.of())))
                .satisfies(e -> assertThat(e.status()).isEqualTo(403));
        assertThat(policies.done).isEmpty();
    }

    @Test
    void fillsTheFormWithThePolicyThatIs() {
        policies.set.put("entities-en", Policy.canary("1.0.0", "2.0.0", 10));
        assertThat(html("entities-en"))
                .containsSubsequence(
                        "Version 1.0.0 serves, and 2.0.0 answers 10% of the requests.",
                        "<option value=\"canary\" selected>",
                        "<option value=\"1.0.0\" selected>",
                        "<option value=\"2.0.0\" selected>",
                        "value=\"10\"");
    }

    @Test
    void setsAPolicyAndLeavesOutWhatItDoesNotTake() {
        PageView view = submit(Map.of(
                "action", "policy", "policy", "pinned", "version", "0.9.0", "candidate", "1.0.0", "percent", "x"));
        assertThat(view.redirect()).isEqualTo("taggers/entities-en");
        assertThat(policies.set).containsEntry("entities-en", Policy.pinned("0.9.0"));
        submit(Map.of(
                "action", "policy", "policy", "canary", "version", "0.9.0", "candidate", "1.0.0", "percent", " 7 "));
        assertThat(policies.set).containsEntry("entities-en", Policy.canary("0.9.0", "1.0.0", 7));
        submit(Map.of("action", "policy", "policy", "shadow", "version", "0.9.0", "candidate", "1.0.0"));
        assertThat(policies.set).containsEntry("entities-en", Policy.shadow("0.9.0", "1.0.0"));
        submit(Map.of("action", "policy", "policy", "latest", "version", "0.9.0"));
        assertThat(policies.set).containsEntry("entities-en", Policy.LATEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "newest | 1.0.0 | 0.9.0 | 5 | Choose a policy.",
                "pinned | | | | Choose the version that is to serve.",
                "shadow | 1.0.0 | | | Choose a candidate.",
                "shadow | 1.0.0 | 1.0.0 | | Version and candidate are both 1.0.0.",
                "canary | 1.0.0 | 0.9.0 | | A canary takes a percentage of 1 to 99. For all of it",
                "canary | 1.0.0 | 0.9.0 | 100 | A canary takes a percentage of 1 to 99, not &#39;100&#39;."
            })
    void saysWhatIsWrongAndKeepsWhatWasTyped(
            String policy, String version, String candidate, String percent, String words) {
        Map<String, String> form = new HashMap<>(Map.of("action", "policy", "policy", policy));
        form.put("version", version == null ? "" : version);
        form.put("candidate", candidate == null ? "" : candidate);
        form.put("percent", percent == null ? "" : percent);
        String html = new PageRenderer(page).render(submit(form), "token");
        assertThat(html).contains("role=\"alert\">" + words);
        if (version != null) {
            assertThat(html).contains("<option value=\"" + version + "\" selected>");
        }
        assertThat(policies.set).isEmpty();
    }

    @Test
    void letsATaggerTakeOverAndTakesThatBack() {
        broker.tokens = State.STANDING_BY;
        assertThat(html("")).contains("<span class=\"state standing by\">standing by</span>");
        assertThat(html("tokens-en"))
                .contains("aria-current=\"step\">Standing by</li>", "Let tokens-en take over")
                .doesNotContain("End the takeover");
        assertThat(html("entities-en")).doesNotContain("take over");
        submit(Map.of("action", "takeover"));
        assertThat(takeOvers.names).containsExactly("entities-en");
        assertThat(html("entities-en")).contains("End the takeover");
        submit(Map.of("action", "end-takeover"));
        assertThat(takeOvers.names).isEmpty();
    }

    @Test
    void promotesAndRollsBack() {
        submit(Map.of("action", "promote", "version", "0.9.0"));
        assertThat(submit(Map.of("action", "rollback")).redirect()).isEqualTo("taggers/entities-en");
        assertThat(policies.done).containsExactly("promote entities-en 0.9.0", "roll back entities-en");
    }

    @Test
    void saysWhatTheEngineRefuses() {
        policies.refusal = "no other version of 'entities-en' stands by";
        assertThat(new PageRenderer(page).render(submit(Map.of("action", "rollback")), "token"))
                .contains("no other version of &#39;entities-en&#39; stands by");
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> submit(Map.of("action", "dance")))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void drawsWhereTheShadowDiffers() {
        policies.set.put("entities-en", Policy.shadow("1.0.0", "0.9.0"));
        policies.comparison = new Comparison(
                "entities-en",
                "1.0.0",
                "0.9.0",
                1234,
                1230,
                9999,
                1,
                0,
                2,
                3,
                1500,
                800,
                List.of(new Comparison.Difference(
                        "in <Berlin> now",
                        100,
                        "entities",
                        List.of(new Annotation(new Span(103, 111), "location", 0.9)),
                        List.of(
                                new Annotation(new Span(90, 102), "person"),
                                new Annotation(new Span(104, 999), "x")))));
        assertThat(html("entities-en"))
                .containsSubsequence(
                        "Shadow: 0.9.0 beside 1.0.0",
                        "99.9%",
                        "1,234",
                        "1.50 ms",
                        "<span class=\"which\">1.0.0</span>",
                        "in <mark",
                        "title=\"90%\">&lt;Berlin&gt; <span class=\"label\">location</span></mark>",
                        "<span class=\"which\">0.9.0</span>",
                        "in <span class=\"label\">person</span></mark>",
                        "<span class=\"label\">x</span></mark>");
        assertThat(new PageRenderer(page).render(page.show(request("entities-en", Map.of(), Set.of())), "token"))
                .doesNotContain("Berlin");
    }

    @Test
    void doesNotKnowATaggerThatIsGone() {
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> html("gone"))
                .satisfies(e -> assertThat(e.status()).isEqualTo(404))
                .withMessageContaining("'gone'");
    }

    private PageView submit(Map<String, String> form) {
        return page.submit(request("entities-en", form, ADMIN));
    }

    private String html(String rest) {
        return new PageRenderer(page).render(page.show(request(rest, Map.of(), ADMIN)), "token");
    }

    private static PageRequest request(String rest, Map<String, String> form, Set<String> groups) {
        Map<String, List<String>> parameters = new HashMap<>();
        form.forEach((name, value) -> parameters.put(name, List.of(value)));
        return new PageRequest("ann", rest, parameters, "http://localhost:8181", groups);
    }
}
