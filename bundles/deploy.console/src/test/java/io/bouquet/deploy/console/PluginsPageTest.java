package io.bouquet.deploy.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageFile;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.deploy.Change;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginsPageTest {
    private static final Set<String> ADMIN = Set.of("admin");

    private final DeploymentsStub deployments = new DeploymentsStub();
    private final RepositoriesStub repositories = new RepositoriesStub();
    private final PluginsPage page;

    PluginsPageTest(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("repository/io/bouquet/plugin-parent/1.2.3"));
        page = new PluginsPage(deployments, repositories, repositories, new NewPlugin(home), () -> DeploymentsStub.NOW);
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void listsPluginsWithWhatTheyGoBackTo() {
        assertThat(html("", Map.of()))
                .containsSubsequence(
                        "href=\"/console/plugins?plugin&#x3D;shout\" title=\"History of shout\">shout</a> <small>JAR</small>",
                        "1.1.0",
                        "1.0.0</span> <small>stands by</small>",
                        "90 s ago",
                        "shout-&lt;1.1.0&gt;.jar",
                        "href=\"/console/plugins/plugin/shout/rollback\"",
                        "href=\"/console/plugins/plugin/shout/remove\"",
                        "Nothing was changed so far.")
                .doesNotContain("<1.1.0>", "data-refresh");
    }

    @Test
    void showsWhatTheDoctorSaysToAdministratorsOnly() {
        assertThat(html("plugin/shout/doctor", Map.of()))
                .containsSubsequence(
                        "shout 1.1.0 is live in part.",
                        "it needs the layer &lt;tokens&gt;",
                        "Install a tagger",
                        "<code class=\"whole\">missing-layer</code>",
                        "<li>tagger shout</li>");
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> html("plugin/nobody/doctor", Map.of()))
                .withMessage("no plugin or bundle 'nobody' is installed.");
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> page.show(request("plugin/shout/doctor", Map.of(), Set.of())))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
    }

    @Test
    void makesTheProjectOfANewPluginForEveryAccount() throws IOException {
        assertThat(html("new", Map.of()))
                .containsSubsequence(
                        "<option value=\"service\" selected>service: a REST service</option>",
                        "<option value=\"command\">command: a command of the shell</option>",
                        "name=\"name\" value=\"\"",
                        "name=\"group\" value=\"com.example\"")
                .doesNotContain("role=\"alert\"");
        PageView made = page.show(request("new", Map.of("kind", "tagger", "name", "tags"), Set.of()));
        PageFile zip = Objects.requireNonNull(made.file());
        assertThat(zip.name()).isEqualTo("tags.zip");
        try (ZipInputStream content = new ZipInputStream(new ByteArrayInputStream(zip.content()))) {
            assertThat(content.getNextEntry().getName()).isEqualTo("tags/pom.xml");
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("<version>1.2.3</version>", "<url>http://localhost:8181/api/maven</url>");
        }
    }

    @Test
    void saysBesideTheFieldWhyThereIsNoProject() {
        Map<String, String> wrong = Map.of("kind", "model", "name", "My <Plugin>");
        assertThat(html("new", wrong))
                .containsSubsequence(
                        "<option value=\"model\" selected>",
                        "value=\"My &lt;Plugin&gt;\"",
                        "aria-invalid=\"true\" aria-describedby=\"name-problem\"",
                        "id=\"name-problem\" role=\"alert\">&#39;My &lt;Plugin&gt;&#39; is no name of a plugin");
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> html("new", Map.of("kind", "servlet")))
                .withMessageStartingWith("there is no kind 'servlet'; there are: service,")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @Test
    void findsPluginsInRepositoriesAndShowsWhatTheyAskFor() {
        assertThat(html("repositories", Map.of("words", "<loud>")))
                .containsSubsequence(
                        "name=\"words\" value=\"&lt;loud&gt;\"",
                        "<h2>shout 2.0.0</h2>",
                        "Shouts &lt;loudly&gt;",
                        "Installed: 1.1.0",
                        "<li><code>GET /shout</code></li>",
                        "<input type=\"hidden\" name=\"version\" value=\"2.0.0\">",
                        "Change version",
                        "<h2>whisper 1.0.0</h2>",
                        "it needs the package air",
                        "https://plugins.example.com/")
                .doesNotContain("value=\"1.0.0\"");
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> page.show(request("repositories", Map.of(), Set.of())))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
    }

    @Test
    void showsThePlanOfADownloadedRelease() {
        PageView view = page.submit(
                request("release", Map.of("repository", "team", "name", "shout", "version", "2.0.0"), ADMIN));
        String to = Objects.requireNonNull(view.redirect()).substring("plugins/".length());
        assertThat(html(to, Map.of()))
                .containsSubsequence("Upgrade shout?", "What it adds and asks for", "<code>GET /shout</code>");
        assertThat(repositories.open).as("copies are deleted").isZero();
        assertThat(render(page.submit(request("release", Map.of("name", "evil"), ADMIN))))
                .contains("the SHA-256 of evil.jar is wrong");
    }

    @Test
    void listsTheFilesThatAreRefused() {
        assertThat(html("", Map.of()))
                .containsSubsequence("Refused in deploy/", "&lt;bad&gt;.jar</strong>: it is not a JAR or KAR");
    }

    @Test
    void saysThatNoneIsInstalled() {
        deployments.empty = true;
        assertThat(html("", Map.of())).contains("No plugin was installed here.").doesNotContain("<table");
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.0, Upgrade, upgrade, 1.1.0 → 1.2.0, Side by side: nothing stands still.",
        "1.0.5, Downgrade, upgrade, 1.1.0 → 1.0.5, This goes down to an older version"
    })
    void showsThePlanOfAnUploadBeforeItIsDone(String version, String verb, String kind, String way, String note)
            throws Exception {
        String address = uploaded("shout.jar", version);
        assertThat(html(address, Map.of()))
                .containsSubsequence(
                        "<h1>" + verb + " shout?</h1>",
                        way,
                        note,
                        "1.1.0 serves until " + version + " has passed its checks",
                        "com.example.&lt;shout&gt;",
                        "name=\"csrf\" value=\"token\"",
                        "name=\"change\" value=\"" + kind + "\"");
        assertThat(deployments.begun).isEmpty();
    }

    @Test
    void installsWhatIsNotThereYet() throws Exception {
        deployments.empty = true;
        String address = uploaded("shout.jar", "2.0.0");
        assertThat(html(address, Map.of())).contains("<h1>Install shout?</h1>", "Nothing stands still.");

        PageView after = page.submit(request(address, Map.of("change", "install"), ADMIN));

        assertThat(after.redirect()).isEqualTo("plugins/receipts/r1");
        assertThat(deployments.begun).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Change.Kind.INSTALL);
            assertThat(change.origin()).isEqualTo("shout.jar");
            assertThat(change.archive().orElseThrow()).doesNotExist();
        });
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> page.submit(request(address, Map.of("change", "install"), ADMIN)))
                .withMessageContaining("Upload it again");
    }

    @Test
    void goesToAnOlderVersionOnlyWhereThatWasShown() throws Exception {
        String address = uploaded("shout.jar", "1.0.5");

        assertThat(render(page.submit(request(address, Map.of("change", "upgrade"), ADMIN))))
                .contains("shout 1.0.5 is older than 1.1.0");
        page.submit(request(address, Map.of("change", "upgrade", "downgrade", "true"), ADMIN));

        assertThat(deployments.begun).singleElement().matches(Change::downgrade);
    }

    @Test
    void saysWhyAnUploadIsRefused() throws Exception {
        assertThat(html(uploaded("<b>.jar", "broken"), Map.of()))
                .contains("&lt;b&gt;.jar is truncated or damaged: was it copied whole?", "Nothing has changed.")
                .doesNotContain("<b>.jar", "<form");
        assertThat(html(uploaded("shout.jar", "1.1.0"), Map.of())).contains("shout 1.1.0 is installed already.");
        assertThat(render(page.upload(request("", Map.of(), ADMIN), "", content(""))))
                .contains("Choose a file first");
    }

    @Test
    void keepsNoMoreUploadsThanItMust() throws Exception {
        String first = uploaded("a.jar", "1.2.0");
        for (int i = 0; i < Uploads.MOST; i++) {
            html(uploaded("b.jar", "1.3.0"), Map.of());
        }
        assertThatExceptionOfType(PageException.class).isThrownBy(() -> html(first, Map.of()));
    }

    @Test
    void asksBeforeItRollsBackOrRemoves() {
        assertThat(html("plugin/shout/rollback", Map.of()))
                .contains("<h1>Roll back shout?</h1>", "action=\"/console/plugins/plugin/shout/rollback\"");
        assertThat(html("plugin/shout/remove", Map.of()))
                .contains("<h1>Remove shout?</h1>", "route <code>/api/shout</code>, 10 s at most");
        assertThat(deployments.begun).isEmpty();

        page.submit(request("plugin/shout/rollback", Map.of(), ADMIN));
        page.submit(request("plugin/shout/remove", Map.of(), ADMIN));

        assertThat(deployments.begun).containsExactly(Change.rollback("shout"), Change.remove("shout"));
    }

    @Test
    void showsAChangeAsItGoesOn() {
        deployments.receipts.put("r1", receipt("r1"));

        assertThat(html("receipts/r1", Map.of()))
                .containsSubsequence(
                        "data-refresh=\"1\"",
                        "<span class=\"state ready\" role=\"status\">running</span>",
                        "started 1.1.0",
                        "750 ms",
                        "<rect x=\"33.3%\" width=\"25.0%\"");
        assertThat(html("", Map.of())).contains("data-refresh=\"2\"", "href=\"/console/plugins/receipts/r1\"");
    }

    @Test
    void drawsTheReceiptOfAChangeThatFailed() {
        Receipt.Cut cut = new Receipt.Cut(3, Duration.ofMillis(40), 2, 1, 1, 12_345, 0, 2_000, 4_000, 0);
        deployments.receipts.put(
                "r1", DeploymentsStub.ended(receipt("r1"), Receipt.Outcome.FAILED, "its samples <reached> 0.50", cut));

        assertThat(html("receipts/r1", Map.of()))
                .containsSubsequence(
                        "data-refresh=\"5\"",
                        "<span class=\"state failed\" role=\"status\">failed</span>",
                        "its samples &lt;reached&gt; 0.50",
                        "1.5 s",
                        "2.3 MB",
                        "<dd>0</dd>",
                        "12,345",
                        "2 finished, 1 interrupted, 1 still running",
                        "before",
                        "2.0 ms",
                        "width=\"50.0%\"",
                        "during",
                        "4.0 ms",
                        "width=\"100.0%\"",
                        "after",
                        "not known yet",
                        "state failed\">failed</span>",
                        "gold samples",
                        "0.50 of &lt;0.80&gt;")
                .doesNotContain("<reached>");
    }

    @Test
    void turnsThePagesOfALongHistory() {
        for (int i = 0; i < 45; i++) {
            deployments.receipts.put("r" + i, receipt("r" + i));
        }

        assertThat(html("", Map.of("page", "2", "plugin", "shout")))
                .contains(
                        "History of shout",
                        "21 to 40 of 45",
                        "page&#x3D;1&amp;plugin&#x3D;shout",
                        "page&#x3D;3&amp;plugin&#x3D;shout");
        assertThat(deployments.asked).isEqualTo(new ReceiptQuery("shout", 20, 20));
        assertThat(html("", Map.of("page", "nonsense"))).contains("1 to 20 of 45");
    }

    @Test
    void namesWhatIsLeftBehindAndFindsItsHolder() {
        deployments.leaks.add(new Leak(
                7, "com.example.shout", "1.0.0", DeploymentsStub.NOW.minusSeconds(300), List.of("thread '<shouter>'")));

        assertThat(html("", Map.of()))
                .contains("com.example.shout 1.0.0", "thread &#39;&lt;shouter&gt;&#39;", "for <time")
                .contains("action=\"/console/plugins/leaks/7\"");
        assertThat(render(page.submit(request("leaks/7", Map.of(), ADMIN))))
                .contains("What holds com.example.shout 1.0.0", "thread &#39;shouter&#39;", "ThreadLocalMap");
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> page.submit(request("leaks/8", Map.of(), ADMIN)))
                .withMessageContaining("no leak '8'");
    }

    @Test
    void letsOnlyAdministratorsChangeAnything() {
        deployments.leaks.add(new Leak(7, "com.example.shout", "1.0.0", DeploymentsStub.NOW, List.of()));

        assertThat(render(page.show(request("", Map.of(), Set.of()))))
                .contains("shout</a> <small>JAR</small>")
                .doesNotContain("<form", "/remove", "com.example.shout");
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> page.upload(request("", Map.of(), Set.of()), "a.jar", content("1.2.0")))
                .satisfies(e -> assertThat(e.status()).isEqualTo(403));
        for (String rest : List.of("plugin/shout/remove", "plugin/shout/rollback", "leaks/7", "upload/x")) {
            assertThatExceptionOfType(PageException.class)
                    .isThrownBy(() -> page.submit(request(rest, Map.of(), Set.of())))
                    .satisfies(e -> assertThat(e.status()).isEqualTo(403));
        }
        assertThat(deployments.begun).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nothing", "plugin/shout", "plugin/remove", "plugin/gone/remove", "receipts/r9", "upload/x"})
    void doesNotKnowWhatIsNotThere(String rest) {
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> html(rest, Map.of()))
                .satisfies(e -> assertThat(e.status()).isEqualTo(404));
    }

    /** Where its plan is, below the page. */
    private String uploaded(String file, String content) throws IOException {
        PageView after = page.upload(request("", Map.of(), ADMIN), file, content(content));
        return Objects.requireNonNull(after.redirect()).substring("plugins/".length());
    }

    private static ByteArrayInputStream content(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Receipt receipt(String id) {
        return DeploymentsStub.receipt(id, Change.Kind.UPGRADE, "1.0.0", "1.1.0", "admin");
    }

    private String html(String rest, Map<String, String> parameters) {
        return render(page.show(request(rest, parameters, ADMIN)));
    }

    private String render(PageView view) {
        return new PageRenderer(page).render(view, "token");
    }

    private static PageRequest request(String rest, Map<String, String> parameters, Set<String> groups) {
        Map<String, List<String>> lists = new HashMap<>();
        parameters.forEach((name, value) -> lists.put(name, List.of(value)));
        return new PageRequest("admin", rest, lists, "http://localhost:8181", groups);
    }
}
