package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The sample plugins come and go by file, shell, feature and KAR, and leave nothing; broken ones do no harm. */
public class PluginsIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** What a test that failed has left would fail the next one, too. */
    @After
    public void emptyTheDeployFolder() throws IOException {
        try (Stream<Path> left = Files.list(karafBase().resolve("deploy"))) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    public void aServiceComesAndGoesWithItsFile() throws IOException {
        comeAndGoByFile(Sample.HELLO);
    }

    @Test
    public void theOpenApiDocumentRetainsNothingOfAServiceThatItHasDescribed() throws IOException {
        Traces before = Traces.of(context);
        Path deployed = deploy("described.jar", Files.readAllBytes(Sample.HELLO.jar()));
        await().atMost(SOON)
                .until(() ->
                        admin().get("/openapi.json").json(200).path("paths").has("/hello/{name}"));
        WeakReference<ClassLoader> classes = classesOf(Sample.HELLO);
        Files.delete(deployed);
        awaitGone(Sample.HELLO);
        await().atMost(SOON)
                .until(() ->
                        !admin().get("/openapi.json").json(200).path("paths").has("/hello/{name}"));
        assertNothingIsLeft(before, classes);
    }

    @Test
    public void aTaggerComesAndGoesWithItsFile() throws IOException {
        comeAndGoByFile(Sample.EMPHASIS);
    }

    @Test
    public void aModelComesAndGoesWithItsFile() throws IOException {
        comeAndGoByFile(Sample.GREETING);
    }

    @Test
    public void aValidatedServiceComesAndGoesWithItsFile() throws IOException {
        comeAndGoByFile(Sample.REVIEW);
    }

    private void comeAndGoByFile(Sample sample) throws IOException {
        Traces before = Traces.of(context);
        Path deployed = deploy(sample.id() + ".jar", Files.readAllBytes(sample.jar()));
        awaitLive(sample);
        WeakReference<ClassLoader> classes = classesOf(sample);
        Files.delete(deployed);
        awaitGone(sample);
        assertNothingIsLeft(before, classes);
    }

    @Test
    public void aServiceComesAndGoesByShell() {
        comeAndGoByShell(Sample.HELLO);
    }

    @Test
    public void aTaggerComesAndGoesByShell() {
        comeAndGoByShell(Sample.EMPHASIS);
    }

    @Test
    public void aModelComesAndGoesByShell() {
        comeAndGoByShell(Sample.GREETING);
    }

    private void comeAndGoByShell(Sample sample) {
        Traces before = Traces.of(context);
        assertThat(shell("bundle:install -s " + Shell.word(sample.jar()))).contains("Bundle ID");
        awaitLive(sample);
        WeakReference<ClassLoader> classes = classesOf(sample);
        shell("bundle:uninstall " + sample.symbolicName());
        awaitGone(sample);
        assertNothingIsLeft(before, classes);
    }

    @Test
    public void aBundleThatIsRefusedKeepsNoOtherFromStarting() throws IOException {
        Path jar = karafBase().resolve("data/copycat.jar");
        write(
                jar,
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "com.example.copycat",
                        "Bundle-Version", "1.0.0",
                        "Export-Package", "io.bouquet.accounts;version=\"1.0.1\""),
                Map.of("io/bouquet/accounts/copy.txt", new byte[] {1}));
        assertThatThrownBy(() -> shell("bundle:install -s " + Shell.word(jar))).hasMessageContaining("copycat");
        try {
            assertThat(shell("plugin:list"))
                    .contains("com.example.copycat exports the platform's package io.bouquet.accounts");
            comeAndGoByShell(Sample.HELLO);
        } finally {
            shell("bundle:uninstall com.example.copycat");
        }
    }

    @Test
    public void aServiceComesAndGoesByFeature() throws IOException {
        comeAndGoByFeature(Sample.HELLO);
    }

    @Test
    public void aTaggerComesAndGoesByFeature() throws IOException {
        comeAndGoByFeature(Sample.EMPHASIS);
    }

    @Test
    public void aModelComesAndGoesByFeature() throws IOException {
        comeAndGoByFeature(Sample.GREETING);
    }

    private void comeAndGoByFeature(Sample sample) throws IOException {
        Traces before = Traces.of(context);
        Path repository = karafBase().resolve("data/" + sample.id() + "-features.xml");
        Files.writeString(repository, features(sample, sample.jar().toUri().toString()));
        shell("feature:repo-add " + Shell.word(repository));
        shell("feature:install " + sample.id());
        awaitLive(sample);
        WeakReference<ClassLoader> classes = classesOf(sample);
        shell("feature:uninstall " + sample.id());
        awaitGone(sample);
        shell("feature:repo-remove " + Shell.word(repository));
        assertThat(shell("feature:list")).doesNotContain(sample.id());
        assertNothingIsLeft(before, classes);
    }

    @Test
    public void aServiceComesAndGoesByKar() throws IOException {
        comeAndGoByKar(Sample.HELLO);
    }

    @Test
    public void aTaggerComesAndGoesByKar() throws IOException {
        comeAndGoByKar(Sample.EMPHASIS);
    }

    @Test
    public void aModelComesAndGoesByKar() throws IOException {
        comeAndGoByKar(Sample.GREETING);
    }

    private void comeAndGoByKar(Sample sample) throws IOException {
        Traces before = Traces.of(context);
        Path kar = kar(sample);
        shell("kar:install " + Shell.word(kar));
        assertThat(shell("kar:list")).contains(sample.id());
        awaitLive(sample);
        WeakReference<ClassLoader> classes = classesOf(sample);
        shell("kar:uninstall " + sample.id());
        awaitGone(sample);
        assertThat(shell("kar:list")).doesNotContain(sample.id());
        assertNothingIsLeft(before, classes);
    }

    /** As the Maven plugin of Karaf makes one: a features file, and the bundle as in a Maven repository. */
    private static Path kar(Sample sample) throws IOException {
        String version = sample.version();
        String folder = "repository/com/example/" + sample.id() + "/" + version + "/" + sample.id() + "-" + version;
        Path kar = karafBase().resolve("data/" + sample.id() + ".kar");
        write(
                kar,
                Map.of("Karaf-Feature-Start", "true"),
                Map.of(
                        folder + "-features.xml",
                        features(sample, "mvn:com.example/" + sample.id() + "/" + version)
                                .getBytes(StandardCharsets.UTF_8),
                        folder + ".jar",
                        Files.readAllBytes(sample.jar())));
        return kar;
    }

    private static String features(Sample sample, String bundle) {
        return """
                <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="%1$s" version="%2$s"><bundle>%3$s</bundle></feature>
                </features>
                """.formatted(sample.id(), sample.version(), bundle);
    }

    @Test
    public void aTaggerIsUpdatedInPlace() throws IOException {
        Traces before = Traces.of(context);
        Path next = Sample.EMPHASIS.next();
        Path deployed = deploy("emphasis-tagger.jar", Files.readAllBytes(Sample.EMPHASIS.jar()));
        awaitLive(Sample.EMPHASIS);
        WeakReference<ClassLoader> old = classesOf(Sample.EMPHASIS);
        deploy("emphasis-tagger.jar", Files.readAllBytes(next));
        await().atMost(SOON)
                .until(() -> admin().get("/api/taggers/emphasis").body().contains("\"1.1.0\""));
        assertCollected(old);
        WeakReference<ClassLoader> classes = classesOf(Sample.EMPHASIS);
        Files.delete(deployed);
        awaitGone(Sample.EMPHASIS);
        assertNothingIsLeft(before, classes);
    }

    @Test
    public void theGenerationGrowsAsTaggersComeAndGo() throws IOException {
        Traces before = Traces.of(context);
        long first = generation();
        Path deployed = deploy("emphasis-tagger.jar", Files.readAllBytes(Sample.EMPHASIS.jar()));
        awaitLive(Sample.EMPHASIS);
        long second = generation();
        assertThat(second).isGreaterThan(first);
        assertThat(admin().post("/api/annotate", Map.of("text", "This is VERY important!"))
                        .json(200)
                        .path("generation")
                        .path("taggers")
                        .path("emphasis")
                        .asText())
                .isEqualTo("1.0.0");
        Files.delete(deployed);
        awaitGone(Sample.EMPHASIS);
        assertThat(generation()).isGreaterThan(second);
        await().atMost(SOON).untilAsserted(() -> before.assertSame(Traces.of(context)));
    }

    private long generation() {
        return admin().get("/api/taggers").json(200).path("generation").asLong();
    }

    @Test
    public void whatABundleMissesIsSaid() throws IOException {
        breakWith(
                "missing-import",
                jar(Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "com.example.missing",
                        "Bundle-Version", "1.0.0",
                        "Import-Package", "com.example.nowhere")),
                "com.example.nowhere");
    }

    @Test
    public void aFileThatIsNoBundleIsSaidToBeNone() throws IOException {
        breakWith(
                "no-bundle",
                "This is not a JAR.".getBytes(StandardCharsets.UTF_8),
                "deploy/no-bundle.jar is not a JAR or KAR");
    }

    @Test
    public void aModelThatIsNoModelIsSaidToBeNone() throws IOException {
        breakWith(
                "corrupt-model",
                jar(
                        Map.of(
                                "Bundle-ManifestVersion", "2",
                                "Bundle-SymbolicName", "com.example.corrupt",
                                "Bundle-Version", "1.0.0",
                                "Bouquet-Model",
                                        "model/tokens.bin;kind=tokens;language=en;name=corrupt-en;layers=corrupt"),
                        Map.of("model/tokens.bin", "garbage".getBytes(StandardCharsets.UTF_8))),
                "corrupt-en 1.0.0 does not work: loading failed: ");
        admin().get("/api/taggers/corrupt-en").problem(404);
    }

    @Test
    public void aHeaderThatNamesNoKindOfModelIsRefused() throws IOException {
        breakWith(
                "wrong-header",
                jar(Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "com.example.header",
                        "Bundle-Version", "1.0.0",
                        "Bouquet-Model", "model/x.bin;kind=horoscope;language=en")),
                "horoscope");
    }

    @Test
    public void aResourceWithoutItsImportHurtsNobodyAndIsToldWhatItLacks() throws IOException {
        Traces before = Traces.of(context);
        Path odd = karafBase().resolve("data/odd.jar");
        withoutJaxRs(Sample.HELLO.jar(), odd);
        shell("bundle:install -s " + Shell.word(odd));
        assertThat(shell("route:list")).contains("/api/annotate");
        assertThat(shell("plugin:list"))
                .contains("no method of com.example.hello.HelloService answers requests")
                .contains("Import-Package: javax.ws.rs");
        assertThat(shell("plugin:install --plan " + Shell.word(Sample.EMPHASIS.jar())))
                .contains("com.example.emphasis-tagger");
        assertThat(admin().post("/api/annotate", Map.of("text", "Still here.")).status())
                .isEqualTo(200);
        shell("bundle:uninstall com.example.odd");
        await().atMost(SOON).untilAsserted(() -> before.assertSame(Traces.of(context)));

        Answer receipt = install(odd);
        assertThat(receipt.json().path("outcome").asText()).as(receipt.body()).isEqualTo("failed");
        assertThat(receipt.json().path("reason").asText()).contains("Import-Package: javax.ws.rs");
        await().atMost(SOON).untilAsserted(() -> before.assertSame(Traces.of(context)));
    }

    @Test
    public void aModelTakesNoLayerFromAnotherUntilItIsAllowedTo() throws IOException {
        Traces before = Traces.of(context);
        assertThat(outcome(install(Sample.GREETING.jar()))).isEqualTo("done");
        Path rival = karafBase().resolve("data/rival.jar");
        copy(
                Sample.GREETING.jar(),
                rival,
                headers -> {
                    headers.putValue("Bundle-SymbolicName", "com.example.rival");
                    headers.putValue(
                            "Bouquet-Model",
                            "model/categories.bin;kind=categories;language=en;name=rival;layers=greeting");
                },
                Map.of());
        assertThat(admin().post("/api/plugins", "application/java-archive", Files.readAllBytes(rival))
                        .problem(409)
                        .path("detail")
                        .asText())
                .contains("the layer greeting (en) is answered by greeting and would be answered by rival");
        // whoever does not ask beforehand stands by
        shell("bundle:install -s " + Shell.word(rival));
        await().atMost(SOON).until(() -> state("rival").equals("standing_by"));
        assertThat(state("greeting")).isEqualTo("serving");
        shell("bundle:uninstall com.example.rival");

        assertThat(outcome(install(rival, "?takeOver=true"))).isEqualTo("done");
        assertThat(state("rival")).isEqualTo("serving");
        assertThat(state("greeting")).isEqualTo("standing_by");
        assertThat(outcome(remove("com.example.rival"))).isEqualTo("done");
        assertThat(state("greeting")).isEqualTo("serving");
        // what was allowed has ended with it
        shell("bundle:install -s " + Shell.word(rival));
        await().atMost(SOON).until(() -> state("rival").equals("standing_by"));
        assertThat(state("greeting")).isEqualTo("serving");
        shell("bundle:uninstall com.example.rival");
        assertThat(outcome(remove(Sample.GREETING.symbolicName()))).isEqualTo("done");
        await().atMost(SOON).untilAsserted(() -> before.assertSame(Traces.of(context)));
    }

    private String state(String tagger) {
        return admin().get("/api/taggers/" + tagger).json().path("state").asText();
    }

    @Test
    public void aComponentThatWaitsForItsConfigurationMakesAnInstallationIncomplete() throws IOException {
        Traces before = Traces.of(context);
        Path waiting = karafBase().resolve("data/waiting.jar");
        String component = "OSGI-INF/com.example.hello.HelloService.xml";
        String required;
        try (JarFile hello = new JarFile(Sample.HELLO.jar().toFile())) {
            required = new String(
                            hello.getInputStream(hello.getEntry(component)).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("<scr:component ", "<scr:component configuration-policy=\"require\" ");
        }
        copy(
                Sample.HELLO.jar(),
                waiting,
                headers -> headers.putValue("Bundle-SymbolicName", "com.example.waiting"),
                Map.of(component, required.getBytes(StandardCharsets.UTF_8)));
        Answer receipt = install(waiting);
        String lack = "the component com.example.hello.HelloService waits for the configuration"
                + " com.example.hello.HelloService";
        assertThat(outcome(receipt)).isEqualTo("incomplete");
        assertThat(receipt.json().path("reason").asText()).startsWith(lack);
        assertThat(shell("plugin:list")).contains(lack);
        assertThat(shell("bundle:diag com.example.waiting")).contains(lack);
        shell("config:property-set --pid com.example.hello.HelloService a b");
        await().atMost(SOON).until(() -> Sample.HELLO.isLive(admin()));
        assertThat(shell("plugin:list")).contains("com.example.waiting").doesNotContain(lack);
        shell("config:delete com.example.hello.HelloService");
        assertThat(outcome(remove("com.example.waiting"))).isEqualTo("done");
        await().atMost(SOON).untilAsserted(() -> before.assertSame(Traces.of(context)));
    }

    private static String outcome(Answer receipt) {
        return receipt.json().path("outcome").asText();
    }

    private Answer install(Path jar) throws IOException {
        return install(jar, "");
    }

    private Answer install(Path jar, String query) throws IOException {
        return ended(admin().post("/api/plugins" + query, "application/java-archive", Files.readAllBytes(jar)));
    }

    private Answer remove(String plugin) {
        return ended(admin().delete("/api/plugins/" + plugin));
    }

    /** The receipt of a change, once it has ended. */
    private Answer ended(Answer begun) {
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        String receipt = "/api/receipts/" + begun.json().path("id").asText();
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> admin().get(receipt),
                        answer -> !answer.json().path("outcome").asText().equals("running"));
    }

    /** The same bundle under another name, as a build makes it that excludes JAX-RS from the imports. */
    private static void withoutJaxRs(Path jar, Path to) throws IOException {
        copy(
                jar,
                to,
                headers -> {
                    headers.putValue("Bundle-SymbolicName", "com.example.odd");
                    headers.putValue(
                            "Import-Package",
                            headers.getValue("Import-Package").replaceAll(",javax\\.ws\\.rs[a-z.]*(;[^,]*)?", ""));
                },
                Map.of());
    }

    static void copy(Path jar, Path to, Consumer<Attributes> headers, Map<String, byte[]> replaced) throws IOException {
        try (JarFile read = new JarFile(jar.toFile())) {
            Manifest manifest = read.getManifest();
            headers.accept(manifest.getMainAttributes());
            try (OutputStream out = Files.newOutputStream(to);
                    JarOutputStream written = new JarOutputStream(out, manifest)) {
                for (JarEntry entry : read.stream().toList()) {
                    if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        written.putNextEntry(new JarEntry(entry.getName()));
                        byte[] other = replaced.get(entry.getName());
                        written.write(other == null ? read.getInputStream(entry).readAllBytes() : other);
                    }
                }
            }
        }
    }

    /** A file in {@code deploy/} that cannot work: shell or log say {@code why}, and the platform stays as it was. */
    private void breakWith(String name, byte[] content, String why) throws IOException {
        Traces before = Traces.of(context);
        Path log = karafBase().resolve("data/log/karaf.log");
        int logged = Files.readString(log).length();
        Path deployed = deploy(name + ".jar", content);
        await().atMost(SOON)
                .until(() -> (shell("plugin:list") + Files.readString(log).substring(logged)).contains(why));
        assertThat(nobody().isReady()).isTrue();
        assertThat(admin().post("/api/annotate", Map.of("text", "Still here.")).status())
                .isEqualTo(200);
        Files.delete(deployed);
        await().atMost(SOON).untilAsserted(() -> before.assertSame(Traces.of(context)));
    }

    /** Moved, so that the platform never sees half a file. */
    private static Path deploy(String name, byte[] content) throws IOException {
        Path half = karafBase().resolve("data/" + name + ".part");
        Files.write(half, content);
        return Files.move(
                half,
                karafBase().resolve("deploy").resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitLive(Sample sample) {
        long begin = System.nanoTime();
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> sample.isLive(admin()));
        report(sample, "live", begin);
    }

    private void awaitGone(Sample sample) {
        long begin = System.nanoTime();
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> sample.isGone(admin()));
        report(sample, "gone", begin);
    }

    private static void report(Sample sample, String what, long begin) {
        System.out.printf(
                "%s is %s after %d ms%n",
                sample.id(), what, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    private WeakReference<ClassLoader> classesOf(Sample sample) {
        Bundle bundle = Arrays.stream(context.getBundles())
                .filter(one -> sample.symbolicName().equals(one.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    private void assertNothingIsLeft(Traces before, WeakReference<ClassLoader> classes) {
        await().atMost(SOON).untilAsserted(() -> before.assertSame(Traces.of(context)));
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> holds(thread, classes.get()));
        assertCollected(classes);
    }

    /** A loader that is collected already, or that of a thread without one, is null. */
    private static boolean holds(Thread thread, ClassLoader classes) {
        return classes != null && thread.getContextClassLoader() == classes;
    }

    private static void assertCollected(WeakReference<ClassLoader> classes) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> {
            System.gc();
            return classes.get() == null;
        });
    }

    private static byte[] jar(Map<String, String> manifest) throws IOException {
        return jar(manifest, Map.of());
    }

    private static byte[] jar(Map<String, String> manifest, Map<String, byte[]> entries) throws IOException {
        Path file = Files.createTempFile("plugin", ".jar");
        write(file, manifest, entries);
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        return content;
    }

    private static void write(Path file, Map<String, String> headers, Map<String, byte[]> entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }
}
