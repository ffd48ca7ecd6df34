package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.benchmarks.Fixtures;
import io.bouquet.benchmarks.Fixtures.Poison;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** What cannot be deployed is refused in words, and what was half done at a kill is done or undone afterwards. */
public class DeployIT {
    private static final Platform PLATFORM = new Platform("deploy");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String MARKS = "io.bouquet.benchmarks.marks";
    private static final long HUGE = 800L << 20;

    private static String password = "";
    private static Fixtures fixtures;

    @BeforeClass
    public static void start() throws IOException {
        password = Platform.password(PLATFORM.start());
        Path target = Path.of(System.getProperty("bouquet.target"));
        fixtures = new Fixtures(
                Path.of(System.getProperty("bouquet.benchmarks")),
                Platform.home().resolve("samples"),
                Files.createDirectories(target.resolve("deployed")));
    }

    @AfterClass
    public static void stop() {
        PLATFORM.close();
    }

    private static Client admin() {
        return PLATFORM.nobody().as("admin", password);
    }

    @Test
    public void afterAKillThatVersionServesWhichTheReceiptNames() throws IOException {
        installed("marks", "1.0.0");
        for (int i = 0; i < 3; i++) {
            Path next = fixtures.bundle("marks", "2.0." + i, Poison.NONE);
            Client client = admin();
            CompletableFuture<Void> upgrade = CompletableFuture.runAsync(() -> upgrade(client, MARKS, next));
            // at the first, second and third sign of it
            int signs = i;
            await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> lastReceipt("2.0." + signs) > signs);
            PLATFORM.kill();
            upgrade.exceptionally(cut -> null).join();
            PLATFORM.start();
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode receipt = receipts().get(0);
                assertThat(receipt.path("outcome").asText()).isNotEqualTo("running");
                assertThat(serving("mark-a"))
                        .containsExactly(receipt.path("serves").asText());
                assertThat(serving("mark-b"))
                        .containsExactly(receipt.path("serves").asText());
            });
        }
    }

    /** Steps that the receipt of an upgrade has so far; -1 where there is none. */
    private static int lastReceipt(String version) {
        JsonNode last = receipts().path(0);
        return last.path("to").asText().equals(version) ? last.path("steps").size() : -1;
    }

    private static JsonNode receipts() {
        return admin().get("/api/receipts?limit=1&plugin=" + MARKS).json(200).path("receipts");
    }

    private static List<String> serving(String tagger) {
        JsonNode versions = admin().get("/api/taggers/" + tagger).json(200);
        return StreamSupport.stream(versions.path("versions").spliterator(), false)
                .filter(one -> one.path("state").asText().equals("serving"))
                .map(one -> one.path("version").asText())
                .toList();
    }

    @Test
    public void whatIsNoArchiveIsRefused() throws IOException {
        assertThat(refused(install("x.jar", "This is not a JAR.".getBytes(StandardCharsets.UTF_8)), 422))
                .containsIgnoringCase("jar");
    }

    @Test
    public void anArchiveThatWasCutIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Sample.EMPHASIS.jar());
        assertThat(refused(install("cut.jar", Arrays.copyOf(whole, whole.length / 2)), 422))
                .isNotEmpty();
    }

    @Test
    public void anOrdinaryJarIsRefused() throws IOException {
        assertThat(refused(install("ordinary.jar", jar(Map.of(), "a.txt")), 422))
                .contains("Bundle-SymbolicName");
    }

    @Test
    public void whatABundleMissesIsNamed() throws IOException {
        Path marks = fixtures.bundle("guest", "1.0.0", Poison.IMPORT);
        assertThat(refused(install("guest.jar", Files.readAllBytes(marks)), 422))
                .contains("com.example.nowhere");
        assertThat(plugins()).doesNotContain("io.bouquet.benchmarks.guest");
    }

    @Test
    public void whatIsThereAlreadyIsRefused() throws IOException {
        installed("visitor", "1.0.0");
        byte[] again = Files.readAllBytes(fixtures.bundle("visitor", "1.0.0", Poison.NONE));
        assertThat(refused(install("visitor.jar", again), 409)).contains("io.bouquet.benchmarks.visitor", "1.0.0");
    }

    @Test
    public void aDowngradeIsRefusedUnlessItIsAskedFor() throws IOException {
        installed("visitor", "1.0.0");
        Path older = fixtures.bundle("visitor", "0.9.0", Poison.NONE);
        assertThat(refused(upgrade(admin(), "io.bouquet.benchmarks.visitor", older), 409))
                .contains("0.9.0", "1.0.0", "downgrade");
    }

    @Test
    public void aModelWithAWrongHeaderIsRefused() throws IOException {
        byte[] model = jar(
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "com.example.wrong",
                        "Bundle-Version", "1.0.0",
                        "Bouquet-Model", "a.txt;kind=horoscope;language=en"),
                "a.txt");
        assertThat(refused(install("wrong.jar", model), 422)).contains("horoscope");
        assertThat(plugins()).doesNotContain("com.example.wrong");
    }

    @Test
    public void aKarWithAPathOutsideItsFolderIsRefused() throws IOException {
        assertThat(refused(install("outside.kar", jar(Map.of(), "repository/../../outside.txt")), 422))
                .contains("../../outside.txt");
    }

    @Test
    public void aKarIsRefusedThatNeedsWhatIsNotThere() throws IOException {
        assertThat(refused(install("a.kar", kar("<feature>not-there</feature>")), 422))
                .contains("it needs the feature not-there, which no features repository has");
        assertThat(refused(install("b.kar", kar("<bundle>mvn:com.example/not-there/1.0.0</bundle>")), 422))
                .contains("'mvn:com.example/not-there/1.0.0', which is neither in it nor in the platform");
        assertThat(refused(install("c.kar", kar("<bundle>http://127.0.0.1:1/x.jar</bundle>")), 422))
                .contains("nothing is fetched");
        assertThat(refused(install("d.kar", kar("<config name='io.bouquet.web'>maxBodyBytes=1</config>")), 403))
                .contains("io.bouquet.web");
        assertThat(refused(install("e.kar", kar("<bundle>")), 422)).contains("no valid XML");
        assertThat(plugins()).doesNotContain("trial");
    }

    @Test
    public void theSettingsOfAKarAreInItsPlanAndGoWithIt() throws IOException {
        byte[] kar = kar("<config name='com.example.trial'>size=3</config>");
        Answer plan = admin().send(
                        "POST",
                        "/api/plugins?name=trial.kar&plan=true",
                        Map.of("Content-Type", "application/java-archive"),
                        BodyPublishers.ofByteArray(kar));
        assertThat(plan.json(200).path("notes").toString())
                .contains("it sets the configuration com.example.trial: size=3");
        Path settings = PLATFORM.data().resolve("etc/com.example.trial.cfg");
        assertThat(settings).doesNotExist();
        JsonNode installed = ended(install("trial.kar", kar));
        assertThat(installed.path("outcome").asText()).as("%s", installed).isEqualTo("done");
        await().atMost(SOON).untilAsserted(() -> assertThat(settings).exists());
        JsonNode removed = ended(admin().delete("/api/plugins/trial"));
        assertThat(removed.path("outcome").asText()).as("%s", removed).isEqualTo("done");
        assertThat(settings).doesNotExist();
    }

    @Test
    public void aJarOfThePlatformInTheDeployFolderIsRefused() throws IOException {
        Path deploy = PLATFORM.data().resolve("deploy");
        Path own;
        try (Stream<Path> system = Files.walk(Platform.home().resolve("system/io/bouquet/tagging.rest"))) {
            own = system.filter(path -> path.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
        Path copy = Files.copy(own, deploy.resolve("own.jar"));
        await().atMost(SOON).until(() -> refusedFiles().contains("own.jar"));
        assertThat(admin().get("/api/plugins").body())
                .contains("io.bouquet.tagging.rest is a bundle of the platform (version ");
        Files.delete(copy);
        await().atMost(SOON).until(() -> refusedFiles().isEmpty());
        assertThat(admin().post("/api/annotate", Map.of("text", "Still here.")).status())
                .isEqualTo(200);
    }

    @Test
    public void whatKarafsOwnCommandsBringObeysTheSameRules() throws IOException {
        Path good = brought("good", "com.example.good", Map.of());
        Path copy = brought("copy", "com.example.copy", Map.of("Export-Package", "io.bouquet.accounts"));
        Path feature = Files.writeString(
                good.resolveSibling("copy-features.xml"), features("copy", bundle(good) + bundle(copy)));
        shell("feature:repo-add " + Shell.word(feature));
        // its end depends on whether the bundle is refused before it is started
        run("feature:install copy");
        await().atMost(SOON).untilAsserted(() -> assertThat(shell("plugin:list"))
                .containsPattern("com\\.example\\.good .*ACTIVE")
                .containsPattern("com\\.example\\.copy .*INSTALLED")
                .contains("com.example.copy exports the platform's package io.bouquet.accounts"));
        run("feature:uninstall copy");
        shell("feature:repo-remove " + Shell.word(feature));

        Path own = brought("own", "io.bouquet.tagging.rest", Map.of());
        Path kar = Files.write(
                own.resolveSibling("own.kar"),
                jar(Map.of(), "repository/com/example/own/9.0.0/own-9.0.0-features.xml", features("own", bundle(own))));
        run("kar:install " + Shell.word(kar));
        await().atMost(SOON).untilAsserted(() -> assertThat(shell("plugin:list"))
                .contains("io.bouquet.tagging.rest is a bundle of the platform (version "));
        run("kar:uninstall own");

        Path wrong = brought("wrong", "com.example.wrong", Map.of("Bouquet-Model", "x.txt;kind=horoscope;language=en"));
        Path deployed = PLATFORM.data().resolve("deploy/wrong-features.xml");
        Files.writeString(deployed, features("wrong", bundle(wrong)));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(shell("plugin:list")).contains("the kind 'horoscope'"));
        Files.delete(deployed);
        await().atMost(SOON).untilAsserted(() -> assertThat(shell("plugin:list"))
                .doesNotContain("com.example.copy", "io.bouquet.tagging.rest", "com.example.wrong"));
        assertThat(admin().post("/api/annotate", Map.of("text", "Still here.")).status())
                .isEqualTo(200);
    }

    private static Path brought(String file, String name, Map<String, String> headers) throws IOException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Bundle-ManifestVersion", "2");
        all.put("Bundle-SymbolicName", name);
        all.put("Bundle-Version", "9.0.0");
        return Files.write(PLATFORM.data().resolve(file + ".jar"), jar(all, "x.txt"));
    }

    private static String bundle(Path jar) {
        return "<bundle>" + jar.toUri() + "</bundle>";
    }

    private static Platform.Run run(String command) {
        return PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", command);
    }

    private static String shell(String command) {
        return run(command).ok();
    }

    private static List<String> refusedFiles() {
        return admin().get("/api/plugins").json(200).path("refused").findValuesAsText("file");
    }

    @Test
    public void aFileInTheDeployFolderHasAReceiptAndIsChangedByItsFileOnly() throws IOException {
        Path file = PLATFORM.data().resolve("deploy/lodger.jar");
        Files.copy(fixtures.bundle("lodger", "1.0.0", Poison.NONE), file);
        await().atMost(SOON).until(() -> plugins().contains("io.bouquet.benchmarks.lodger"));
        JsonNode receipt = admin().get("/api/receipts?limit=1&plugin=io.bouquet.benchmarks.lodger")
                .json(200)
                .path("receipts")
                .path(0);
        assertThat(receipt.path("account").asText()).isEqualTo("deploy/");
        assertThat(receipt.path("origin").asText()).isEqualTo("deploy/lodger.jar");
        assertThat(refused(admin().delete("/api/plugins/io.bouquet.benchmarks.lodger"), 409))
                .contains("comes from deploy/lodger.jar");
        PLATFORM.kill();
        Files.delete(file);
        PLATFORM.start();
        await().atMost(SOON).until(() -> !plugins().contains("io.bouquet.benchmarks.lodger"));
    }

    @Test
    public void aKarIsInstalledUpgradedAndRemoved() throws IOException {
        JsonNode installed = ended(install("model.kar", Files.readAllBytes(fixtures.kar("1.0.0"))));
        assertThat(installed.path("outcome").asText()).as("%s", installed).isEqualTo("done");
        assertThat(serving("mark-k")).containsExactly("1.0.0");
        // of a newer micro version Karaf updates the bundle in place, of a newer minor one it installs another
        for (String version : List.of("1.0.1", "1.0.2", "1.1.0")) {
            JsonNode upgraded = ended(upgrade(admin(), "kar", fixtures.kar(version)));
            assertThat(upgraded.path("outcome").asText()).as("%s", upgraded).isEqualTo("done");
            assertThat(serving("mark-k")).containsExactly(version);
        }
        JsonNode removed = ended(admin().send("DELETE", "/api/plugins/kar", Map.of(), BodyPublishers.noBody()));
        assertThat(removed.path("outcome").asText()).as("%s", removed).isEqualTo("done");
        assertThat(plugins()).doesNotContain("kar");
    }

    @Test
    public void ofTwoUpgradesAtOnceTheSecondIsRefused() throws IOException {
        installed("marks", "1.0.0");
        Path hanging = fixtures.bundle("marks", "9.0.0", Poison.WARM_UP);
        Answer first = upgrade(admin(), MARKS, hanging);
        assertThat(first.status()).as("%s", first).isEqualTo(202);
        assertThat(refused(upgrade(admin(), MARKS, fixtures.bundle("marks", "9.0.1", Poison.NONE)), 409))
                .contains(MARKS);
        assertThat(ended(first).path("outcome").asText()).isEqualTo("failed");
        assertThat(serving("mark-a")).hasSize(1).noneMatch(version -> version.startsWith("9."));
    }

    @Test(timeout = 20_000)
    public void anUploadThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", PLATFORM.httpPort())) {
            String credentials =
                    Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream()
                    .write(("POST /api/plugins?name=huge.jar HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic "
                                    + credentials + "\r\nContent-Type: application/java-archive\r\nContent-Length: "
                                    + HUGE + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 413");
        }
    }

    private static Answer install(String name, byte[] archive) {
        return admin().send(
                        "POST",
                        "/api/plugins?name=" + name,
                        Map.of("Content-Type", "application/java-archive"),
                        BodyPublishers.ofByteArray(archive));
    }

    private static Answer upgrade(Client client, String plugin, Path jar) {
        try {
            return client.send(
                    "PUT",
                    "/api/plugins/" + plugin + "?name=" + jar.getFileName(),
                    Map.of("Content-Type", "application/java-archive"),
                    BodyPublishers.ofFile(jar));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Where the other tests have not installed it. */
    private static void installed(String name, String version) throws IOException {
        if (!plugins().contains("io.bouquet.benchmarks." + name)) {
            Path jar = fixtures.bundle(name, version, Poison.NONE);
            JsonNode receipt = ended(install(name + ".jar", Files.readAllBytes(jar)));
            assertThat(receipt.path("outcome").asText()).as("%s", receipt).isEqualTo("done");
        }
    }

    private static List<String> plugins() {
        return admin().get("/api/plugins").json(200).findValuesAsText("name");
    }

    private static JsonNode ended(Answer begun) {
        String id = begun.json(202).path("id").asText();
        await().atMost(SOON.multipliedBy(2)).until(() -> !admin().get("/api/receipts/" + id)
                .json(200)
                .path("outcome")
                .asText()
                .equals("running"));
        return admin().get("/api/receipts/" + id).json(200);
    }

    /** Why something was not done. */
    private static String refused(Answer answer, int status) {
        assertThat(answer.header("Content-Type")).as("%s", answer).startsWith("application/problem+json");
        String detail = answer.json(status).path("detail").asText();
        // names of bundles are in it, and nothing of the inside
        assertThat(detail).isNotEmpty().doesNotContain("Exception");
        return detail;
    }

    /** A KAR of one feature and no bundle. */
    private static byte[] kar(String needs) throws IOException {
        return jar(Map.of(), "repository/com/example/trial/1.0.0/trial-1.0.0-features.xml", features("trial", needs));
    }

    private static String features(String name, String needs) {
        return "<features name=\"" + name + "\" xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\">"
                + "<feature name=\"" + name + "\" version=\"1.0.0\">" + needs + "</feature></features>";
    }

    private static byte[] jar(Map<String, String> headers, String entry) throws IOException {
        return jar(headers, entry, "nothing");
    }

    private static byte[] jar(Map<String, String> headers, String entry, String text) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(made, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return made.toByteArray();
    }
}
