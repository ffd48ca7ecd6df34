package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The answers of a plugin that has no code for their shape, their conditions and their end. */
public class ShapingIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PATH = "/benchmark-shaped/";
    private static final long LARGE = 2L * 1024 * 1024 * 1024;

    private Bundle plugin;

    @Before
    public void install() throws Exception {
        plugin = context.installBundle(jar().toUri().toString());
        plugin.start();
        await().atMost(SOON).until(() -> admin().get(PATH + "sessions").status() == 200);
    }

    @After
    public void remove() throws Exception {
        if (plugin.getState() != Bundle.UNINSTALLED) {
            plugin.uninstall();
        }
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bouquet.benchmarks")))) {
            return files.filter(file -> file.getFileName().toString().matches("benchmarks-[0-9.]+-shaped\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Answer get(String path, String... headers) {
        return send("GET", path, headers);
    }

    private Answer send(String method, String path, String... headers) {
        Map<String, String> all = headers.length == 0
                ? Map.of()
                : headers.length == 2
                        ? Map.of(headers[0], headers[1])
                        : Map.of(headers[0], headers[1], headers[2], headers[3]);
        return admin().send(method, PATH + path, all, BodyPublishers.noBody());
    }

    private JsonNode document() {
        String path = "/openapi.json?plugin=io.bouquet.benchmarks.shaped";
        return await().atMost(SOON)
                .until(() -> admin().get(path), answer -> answer.status() == 200)
                .json(200);
    }

    /** Opens a connection whose answer is read in parts. */
    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) admin().base().resolve(PATH + path).toURL().openConnection();
        byte[] credentials = ("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        connection.setRequestProperty(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        return connection;
    }

    @Test
    public void sendsNoMoreThanTheDeclaredType() {
        assertThat(get("accounts").body()).startsWith("[{\"name\":\"ada\"},").doesNotContain("secret");
        assertThat(get("later").body()).isEqualTo("{\"name\":\"ada\"}");
        Answer signedUp = admin().post(PATH + "accounts", Map.of("name", "ada", "password", "hush"));
        assertThat(signedUp.json(201)).hasToString("{\"name\":\"ada\"}");
        JsonNode schemas = document().at("/components/schemas");
        assertThat(schemas.at("/SignUp/properties").has("password")).isFalse();
        assertThat(schemas.at("/SignUpInput/properties/password/writeOnly").asBoolean())
                .isTrue();
        assertThat(schemas.at("/Named/properties/name/type").asText()).isEqualTo("string");
    }

    @Test
    public void documentsStatusAndFiles() {
        JsonNode paths = document().path("paths");
        assertThat(paths.at("/~1benchmark-shaped~1accounts/post/responses").has("201"))
                .isTrue();
        String content = "/get/responses/200/content/application~1octet-stream/schema/format";
        assertThat(paths.at("/~1benchmark-shaped~1download" + content).asText()).isEqualTo("binary");
    }

    @Test
    public void answersAKnownAnswerWith304AlsoIfItIsCompressed() {
        for (String encoding : new String[] {"identity", "gzip"}) {
            Answer whole = get("accounts", "Accept-Encoding", encoding);
            assertThat(whole.header("Content-Encoding")).isEqualTo(encoding.equals("gzip") ? "gzip" : "");
            String tag = whole.header("ETag");
            assertThat(tag).startsWith("W/\"");
            Answer known = get("accounts", "Accept-Encoding", encoding, "If-None-Match", tag);
            assertThat(known.status()).isEqualTo(304);
            assertThat(known.body()).isEmpty();
            assertThat(known.header("ETag")).isEqualTo(tag);
        }
        assertThat(get("accounts", "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }

    @Test
    public void changesOnlyWhatTheClientKnows() {
        Map<String, String> headers = Map.of("Content-Type", "application/json", "If-Match", "\"8\"");
        admin().send("PUT", PATH + "document", headers, BodyPublishers.ofString("{\"name\":\"a\"}"))
                .problem(412);
        headers = Map.of("Content-Type", "application/json", "If-Match", "\"7\"");
        assertThat(admin().send("PUT", PATH + "document", headers, BodyPublishers.ofString("{\"name\":\"a\"}"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    public void answersHeadAsGet() {
        for (String path : new String[] {"accounts", "download?length=" + LARGE, "cookie"}) {
            Answer head = send("HEAD", path);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.header("ETag")).isNotEmpty();
        }
        assertThat(send("HEAD", "download?length=" + LARGE).header("Content-Length"))
                .isEqualTo(String.valueOf(LARGE));
    }

    @Test
    public void sendsLargeFilesInPartsAndRanges() throws Exception {
        Answer part = get("download?length=" + LARGE, "Range", "bytes=2147483000-2147483004");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("xxxxx");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 2147483000-2147483004/" + LARGE);
        assertThat(part.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"Gr__e.bin\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.bin");
        assertThat(part.header("X-Content-Type-Options")).isEqualTo("nosniff");
        get("download?length=10", "Range", "bytes=10-").problem(416);
        assertThat(get("download?length=10", "Range", "bytes=0-1", "If-Range", "\"v0\"")
                        .status())
                .isEqualTo(200);
        HttpURLConnection whole = open("download?length=" + LARGE);
        long read = 0;
        try (InputStream body = whole.getInputStream()) {
            byte[] buffer = new byte[1024 * 1024];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                read += count;
            }
        }
        assertThat(read).isEqualTo(LARGE);
    }

    @Test
    public void sendsAFileWithItsType() throws Exception {
        Path file = karafBase().resolve("data/shaping.html");
        Files.writeString(file, "<p>hello");
        String path = "file?path=" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
        Answer answer = get(path);
        assertThat(answer.body()).isEqualTo("<p>hello");
        assertThat(answer.header("Content-Type")).isEqualTo("text/html");
        assertThat(get(path, "If-None-Match", answer.header("ETag")).status()).isEqualTo(304);
        get(path + "x").problem(404);
    }

    @Test
    public void sendsCookies() {
        assertThat(get("cookie").headers().allValues("Set-Cookie"))
                .hasSize(2)
                .anySatisfy(cookie -> assertThat(cookie).contains("theme=dark", "HttpOnly"))
                .anySatisfy(cookie -> assertThat(cookie).contains("side=left", "SameSite=Strict"));
    }

    @Test
    public void closesWhatARequestHasOpenedHoweverItEnds() throws Exception {
        assertThat(get("session?end=well").body()).isEqualTo("1");
        get("session?end=throw").problem(500);
        await().atMost(SOON).until(() -> get("sessions").body().equals("0"));
        HttpURLConnection leaving = open("session?end=endless");
        assertThat(leaving.getInputStream().read()).isEqualTo('1');
        assertThat(get("sessions").body()).isEqualTo("1");
        leaving.disconnect();
        await().atMost(SOON).until(() -> get("sessions").body().equals("0"));
    }

    @Test
    public void runsScheduledTasksUntilThePluginStops() throws Exception {
        await().atMost(SOON).until(() -> task("tick").contains("failed: java.lang.IllegalStateException: every other"));
        await().atMost(SOON).until(() -> task("tick").contains(" ok"));
        assertThat(task("nightly")).contains("0 3 * * * Europe/Berlin", "T0", ":00:00Z");
        assertThat(shell("schedule:run io.bouquet.benchmarks.shaped nightly")).contains("Started");
        await().atMost(SOON).until(() -> task("nightly").contains("running since"));
        plugin.stop();
        assertThat(shell("schedule:list")).doesNotContain("tick", "nightly");
        plugin.start();
        await().atMost(SOON).until(() -> task("nightly").contains("failed: interrupted"));
        await().atMost(SOON).until(() -> task("tick").contains(" ok"));
        plugin.uninstall();
        assertThat(shell("schedule:list")).doesNotContain("tick");
    }

    @Test
    public void aRemovedPluginIsCollectedAlthoughItsExceptionsWereLogged() throws Exception {
        get("session?end=throw").problem(500);
        assertThat(get("session?end=logged").status()).isEqualTo(200);
        await().atMost(SOON).until(() -> task("tick").contains("failed: java.lang.IllegalStateException"));
        WeakReference<ClassLoader> classes =
                new WeakReference<>(plugin.adapt(BundleWiring.class).getClassLoader());
        plugin.uninstall();
        await().atMost(SOON).until(() -> {
            System.gc();
            return classes.get() == null;
        });
        // the log still shows them
        assertThat(shell("log:display"))
                .contains("at io.bouquet.benchmarks.fixture.shaped.ShapedResource.session")
                .contains("at io.bouquet.benchmarks.fixture.shaped.Ticker.run");
    }

    /** Returns the line of a task in {@code schedule:list}; empty if there is none. */
    private String task(String name) {
        return shell("schedule:list")
                .lines()
                .filter(line -> line.contains(name))
                .findFirst()
                .orElse("");
    }
}
