package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** The OpenAPI document of a platform whose plugins come and go. */
public class OpenApiIT {
    private static final Pattern GUIDE_LINK = Pattern.compile("<a [^>]*href=\"(/docs/guide[^\"#]*)");
    private static final Platform PLATFORM = new Platform("openapi");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String HELLO = "/hello/{name}";
    private static final String ARCHIVE = "application/java-archive";

    private static String password = "";

    @BeforeClass
    public static void start() {
        password = Platform.password(PLATFORM.start());
    }

    @AfterClass
    public static void stop() {
        PLATFORM.close();
    }

    private static Client admin() {
        return PLATFORM.nobody().as("admin", password);
    }

    private static Answer document(String query) {
        return admin().get("/openapi.json" + query);
    }

    private static boolean describesHello() {
        return document("").json(200).path("paths").has(HELLO);
    }

    private static void ended(Answer accepted) {
        String id = accepted.json(202).path("id").asText();
        await().atMost(SOON).until(() -> !admin().get("/api/receipts/" + id)
                .json(200)
                .path("outcome")
                .asText()
                .equals("running"));
        JsonNode receipt = admin().get("/api/receipts/" + id).json(200);
        assertThat(receipt.path("outcome").asText()).as("%s", receipt).isEqualTo("done");
    }

    private static void install(Path jar) throws IOException {
        ended(admin().post("/api/plugins?name=" + jar.getFileName(), ARCHIVE, Files.readAllBytes(jar)));
        await().atMost(SOON).until(OpenApiIT::describesHello);
    }

    private static void remove() {
        ended(admin().delete("/api/plugins/" + Sample.HELLO.symbolicName()));
        await().atMost(SOON).until(() -> !describesHello());
    }

    @Test
    public void needsAnAccount() {
        PLATFORM.nobody().get("/openapi.json").problem(401);
        PLATFORM.nobody().get("/docs").problem(401);
        assertThat(admin().get("/docs").status()).isEqualTo(200);
    }

    /** Follows all links from the first page of the guide. */
    @Test
    public void servesEachPageOfTheGuide() {
        PLATFORM.nobody().get("/docs/guide").problem(401);
        Set<String> known = new HashSet<>(Set.of("/docs/guide"));
        Deque<String> open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            String path = open.remove();
            Answer page = admin().get(path);
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'");
            GUIDE_LINK
                    .matcher(page.body())
                    .results()
                    .map(link -> link.group(1))
                    .filter(known::add)
                    .forEach(open::add);
        }
        assertThat(known)
                .hasSizeGreaterThan(60)
                .contains("/docs/guide/deploying", "/docs/guide/decisions/0012-scopes-limit-tokens")
                .contains("/docs/guide/samples/hello-service/src/main/java/com/example/hello/HelloService.java");
        assertThat(admin().get("/docs/guide/nothing").status()).isEqualTo(404);
    }

    @Test
    public void isValidAndDescribesEachOperation() {
        JsonNode document = document("").json(200);
        assertThat(OpenApiSchema.errors(document)).isEmpty();
        assertThat(document.path("paths").fieldNames())
                .toIterable()
                .contains("/api/annotate", "/api/documents/{id}", "/api/plugins/{name}", "/api/taggers");
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> assertThat(
                                operation.getValue().path("summary").asText())
                        .as("%s %s", operation.getKey(), path.getKey())
                        .isNotEmpty()));
    }

    @Test
    public void isTheSameAfterARestart() {
        String before = document("").body();
        PLATFORM.stop();
        PLATFORM.start();
        await().atMost(SOON).untilAsserted(() -> assertThat(document("").body()).isEqualTo(before));
    }

    @Test
    public void followsAPluginThatComesAndGoes() throws IOException {
        String before = document("").body();
        String tag = document("").header("ETag");
        assertThat(admin().send("GET", "/openapi.json", Map.of("If-None-Match", tag), BodyPublishers.noBody())
                        .status())
                .isEqualTo(304);
        install(Sample.HELLO.jar());
        Answer changed = admin().send("GET", "/openapi.json", Map.of("If-None-Match", tag), BodyPublishers.noBody());
        assertThat(OpenApiSchema.errors(changed.json(200))).isEmpty();
        JsonNode ofPlugin = document("?plugin=" + Sample.HELLO.symbolicName()).json(200);
        assertThat(ofPlugin.path("paths").fieldNames()).toIterable().containsExactly(HELLO, HELLO + "/stream");
        assertThat(ofPlugin.at("/info/version").asText()).isEqualTo(Sample.HELLO.version());
        assertThat(document("?application=bouquet").json(200).path("paths").has(HELLO))
                .isFalse();
        remove();
        assertThat(document("").body()).isEqualTo(before);
        assertThat(document("?plugin=" + Sample.HELLO.symbolicName())
                        .json(404)
                        .path("detail")
                        .asText())
                .contains(Sample.HELLO.symbolicName());
    }

    @Test
    public void thePlanOfAnUpgradeNamesWhatBreaksForClients() throws IOException {
        install(Sample.HELLO.jar());
        try {
            Answer plan = admin().send(
                            "PUT",
                            "/api/plugins/" + Sample.HELLO.symbolicName() + "?plan=true",
                            Map.of("Content-Type", ARCHIVE),
                            BodyPublishers.ofByteArray(Files.readAllBytes(withoutStream())));
            assertThat(plan.json(200).path("notes"))
                    .extracting(JsonNode::asText)
                    .contains("breaks clients: GET /hello/{name}/stream is removed")
                    .filteredOn(note -> note.startsWith("breaks clients"))
                    .hasSize(1);
        } finally {
            remove();
        }
    }

    /** Returns the next version of the sample, without one of its two components. */
    private static Path withoutStream() throws IOException {
        Path next = PLATFORM.data().resolve("hello-next.jar");
        String component = "OSGI-INF/com.example.hello.HelloStream.xml";
        try (JarFile jar = new JarFile(Sample.HELLO.jar().toFile())) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", "2.0.0");
            manifest.getMainAttributes().putValue("Service-Component", "OSGI-INF/com.example.hello.HelloService.xml");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(next), manifest)) {
                for (JarEntry entry : jar.stream().toList()) {
                    if (!entry.isDirectory()
                            && !entry.getName().equals(JarFile.MANIFEST_NAME)
                            && !entry.getName().equals(component)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        try (InputStream in = jar.getInputStream(entry)) {
                            in.transferTo(out);
                        }
                    }
                }
            }
        }
        return next;
    }
}
