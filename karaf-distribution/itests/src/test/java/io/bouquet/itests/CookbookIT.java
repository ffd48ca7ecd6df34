package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.Before;
import org.junit.FixMethodOrder;
import org.junit.Test;
import org.junit.runners.MethodSorters;

/** The recipes of the cookbook in the platform: each is used, then all are replaced and removed, and leave nothing. */
@FixMethodOrder(MethodSorters.NAME_ASCENDING)
public class CookbookIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path COOKBOOK =
            Path.of(System.getProperty("bouquet.samples")).resolve("cookbook");
    private static boolean isInstalled;

    @Before
    public void install() {
        if (!isInstalled) {
            shell("plugin:install " + archive("recipes/target/cookbook-1.0.0.jar"));
            shell("plugin:install " + archive("caller/target/cookbook-caller-1.0.0.kar"));
            isInstalled = true;
        }
    }

    private static String archive(String path) {
        return Shell.word(COOKBOOK.resolve(path).toAbsolutePath().normalize());
    }

    private void keep(String title, int minutes) {
        assertThat(admin().post("/cookbook/recipes", Map.of("title", title, "minutes", minutes))
                        .status())
                .isEqualTo(204);
    }

    @Test
    public void configuresFromTheKarAndFromAFile() throws Exception {
        // Karaf copies the file of a KAR into etc, and reads it there within a second
        await().atMost(SOON)
                .until(() -> admin().get("/cookbook/greeting/Ada").body().equals("Welcome Ada!"));
        Path settings = karafBase().resolve("etc/com.example.cookbook.greeter.cfg");
        String before = Files.readString(settings);
        Files.writeString(settings, "word = Moin\ntimes = 2\n");
        await().atMost(SOON)
                .until(() -> admin().get("/cookbook/greeting/Ada").body().equals("Moin Moin Ada!"));
        Files.writeString(settings, before);
        await().atMost(SOON)
                .until(() -> admin().get("/cookbook/greeting/Ada").body().equals("Welcome Ada!"));
    }

    @Test
    public void doesTasksByTheClockAndInTheBackground() {
        assertThat(shell("schedule:list")).contains("heartbeat", "PT1S");
        admin().post("/cookbook/tasks", "text/plain", "a paper");
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode done = admin().get("/cookbook/tasks").json(200);
            assertThat(done.path("beats").asInt()).isPositive();
            assertThat(done.path("papers")).hasSizeGreaterThanOrEqualTo(1);
        });
    }

    @Test
    public void caches() {
        JsonNode first = admin().get("/cookbook/rates/EUR").json(200);
        assertThat(admin().get("/cookbook/rates/EUR").json(200)).isEqualTo(first);
    }

    @Test
    public void callsAnotherPlugin() {
        assertThat(admin().get("/cookbook-caller/zest").body()).isEqualTo("the outer peel of a citrus fruit");
        admin().get("/cookbook-caller/nothing").problem(404);
    }

    @Test
    public void publishesEvents() throws Exception {
        try (Duplex events = admin().duplex("GET", "/api/events?topic=com.example.cookbook", "")) {
            admin().post("/cookbook/bell/soup", "application/json", "");
            assertThat(events.lineWith("data: ")).contains("\"dish\":\"soup\"");
        }
    }

    @Test
    public void servesStaticPages() {
        Answer page = admin().get("/cookbook/site/index.html");
        assertThat(page.body()).contains("<h1>Cookbook</h1>");
        assertThat(page.header("Content-Type")).startsWith("text/html");
        nobody().get("/cookbook/site/index.html").problem(401);
    }

    @Test
    public void takesUploads() {
        String form = "--XX\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nSoup\r\n"
                + "--XX\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n0123456789\r\n--XX--\r\n";
        assertThat(admin().post("/cookbook/photos", "multipart/form-data; boundary=XX", form)
                        .json(201)
                        .path("bytes")
                        .asInt())
                .isEqualTo(10);
    }

    @Test
    public void streamsLinesAndEvents() {
        assertThat(admin().get("/cookbook/countdown/2").body()).isEqualTo("{\"left\":2}\n{\"left\":1}\n{\"left\":0}\n");
        Answer events = admin().send(
                        "GET",
                        "/cookbook/countdown/1/events",
                        Map.of("Accept", "text/event-stream"),
                        BodyPublishers.noBody());
        assertThat(events.header("Content-Type")).startsWith("text/event-stream");
        assertThat(events.body()).contains("event: left\ndata: {\"left\":1}", "{\"left\":0}");
    }

    @Test
    public void answersOverAWebSocket() throws Exception {
        String basic = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        SocketClient socket =
                new SocketClient(admin().base(), "/cookbook/timer", Map.of("Authorization", "Basic " + basic));
        socket.send("3");
        assertThat(socket.next()).isEqualTo("180 s");
        socket.send("soon");
        assertThat(socket.next()).startsWith(SocketClient.CLOSED + "1008 send a number of minutes");
    }

    @Test
    public void keepsDataAndShowsItOverRestInTheShellAndInTheHealth() {
        keep("Soup", 30);
        keep("Toast", 5);
        assertThat(shell("cookbook:recipes --within 10"))
                .contains("Toast, 5 min")
                .doesNotContain("Soup");
        assertThat(shell("plugin:list")).contains("page /console/cookbook");
        await().atMost(SOON).untilAsserted(() -> assertThat(admin().get("/api/health/ready")
                        .json(200)
                        .findValue("checks")
                        .toString())
                .contains("larder"));
    }

    @Test
    public void filtersAndMapsItsOwnAnswersOnly() {
        assertThat(admin().post("/cookbook/recipes", Map.of("title", "burnt toast", "minutes", 5))
                        .problem(409)
                        .path("detail")
                        .asText())
                .isEqualTo("'burnt toast' is burnt; cook it again");
        assertThat(admin().get("/cookbook/recipes").header("X-Cook")).isEqualTo("Ada");
        assertThat(admin().get("/cookbook-caller/zest").header("X-Cook")).isEmpty();
    }

    @Test
    public void runsJobsOfItsOwnKind() {
        String id = admin().post("/cookbook/counting", "application/json", "[\"one two\", \"three\"]")
                .json(202)
                .path("job")
                .asText();
        await().atMost(SOON).until(() -> admin().get("/api/jobs/" + id)
                .json(200)
                .path("state")
                .asText()
                .equals("done"));
        assertThat(admin().get("/api/jobs/" + id + "/results").body()).contains("{\"words\":2}", "{\"words\":1}");
        Map<String, String> once = Map.of("Content-Type", "application/json", "Idempotency-Key", "cookbook");
        admin().send("POST", "/cookbook/counting", once, BodyPublishers.ofString("[\"one\"]"))
                .json(202);
        admin().send("POST", "/cookbook/counting", once, BodyPublishers.ofString("[\"other\"]"))
                .problem(422);
    }

    @Test
    public void annotatesAndStoresTexts() {
        JsonNode stored = admin().post("/cookbook/letters", "text/plain", "Dear Ada Lovelace")
                .json(201);
        assertThat(stored.path("words").asInt()).isEqualTo(3);
        assertThat(admin().get("/api/documents/" + stored.path("id").asText()).body())
                .contains("Dear Ada Lovelace");
    }

    @Test
    public void checksPluginsWithItsHeader() throws Exception {
        Path wrong = PluginJar.of("com.example.menu")
                .header("Cookbook-Menu", "menu.txt")
                .write(Files.createTempDirectory("cookbook"));
        assertThatThrownBy(() -> shell("plugin:install " + Shell.word(wrong)))
                .hasStackTraceContaining("Cookbook-Menu names menu.txt, which is not in the JAR");
    }

    @Test
    public void usesALibraryOfOthers() {
        assertThat(admin().post("/cookbook/headlines", "text/html", "<h1>Soup</h1>")
                        .body())
                .isEqualTo("[\"Soup\"]");
    }

    /** Runs last, by its name. */
    @Test
    public void zIsReplacedAndRemovedWithoutLeftovers() {
        keep("Soup", 30);
        shell("plugin:upgrade --force " + archive("recipes/target/cookbook-1.0.0.jar"));
        assertThat(admin().get("/cookbook/recipes").body()).contains("Soup");
        assertThat(admin().get("/cookbook-caller/zest").status())
                .as("works again")
                .isEqualTo(200);

        shell("plugin:remove cookbook-caller");
        shell("plugin:remove com.example.cookbook");
        for (String path : new String[] {"/cookbook-caller/zest", "/cookbook/recipes", "/cookbook/site/index.html"}) {
            assertThat(admin().get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(shell("schedule:list")).doesNotContain("heartbeat");
        assertThat(admin().get("/api/health/ready").body()).doesNotContain("larder");
        assertThat(karafBase().resolve("etc/com.example.cookbook.greeter.cfg")).doesNotExist();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(shell("plugin:leaks")).doesNotContain("com.example.cookbook"));
        assertThat(shell("data:status cookbook")).as("the data stays").contains("RECIPE");
    }
}
