package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.engine.DefaultDeploymentsTest.Platform;
import io.bouquet.deploy.spi.ArchiveBuilder;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.service.url.URLConstants;
import org.osgi.service.url.URLStreamHandlerService;

/** With a real framework, real bundles and a clock of its own. */
class DeployFolderTest {
    private static final String NAME = "com.example.words";

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();
    private Jars jars;
    private Path deploy;
    private Platform platform;
    private DeployFolder watched;

    @BeforeEach
    void start() throws Exception {
        jars = new Jars(Files.createDirectory(folder.resolve("jars")));
        deploy = Files.createDirectory(folder.resolve("deploy"));
        start(new KeptReceipts());
    }

    private void start(KeptReceipts receipts) throws Exception {
        platform = new Platform(folder.resolve("data"), receipts, step -> {});
        platform.awaitReady();
        watched = new DeployFolder(
                deploy, platform.deployments, new DeployOutcomes(folder.resolve("deployed")), clock::get);
        platform.deployments.folder(watched);
    }

    @AfterEach
    void stop() throws Exception {
        platform.stop();
    }

    @Test
    void installsAFileUpgradesItAndRemovesItWithReceipts() throws Exception {
        copy(jars.plain(NAME, "1.0.0"), "words.jar");
        look();
        assertThat(platform.active()).containsExactly("1.0.0");
        copy(jars.plain(NAME, "1.1.0"), "words.jar");
        look();
        assertThat(platform.active()).containsExactly("1.1.0");
        copy(jars.plain(NAME, "1.0.0"), "words.jar");
        look();
        assertThat(platform.active()).as("what is in the folder counts").containsExactly("1.0.0");
        Files.delete(deploy.resolve("words.jar"));
        look();

        assertThat(platform.active()).isEmpty();
        assertThat(receipts())
                .containsExactly(
                        "REMOVE deploy/ 1.0.0 DONE",
                        "UPGRADE deploy/ 1.0.0 DONE",
                        "UPGRADE deploy/ 1.1.0 DONE",
                        "INSTALL deploy/ 1.0.0 DONE");
    }

    @Test
    void keepsNoVersionOnStandbySinceTheFileIsTheWayBack() throws Exception {
        copy(jars.model(NAME, "1.0.0"), "words.jar");
        look();
        copy(jars.model(NAME, "1.1.0"), "words.jar");
        look();
        assertThat(platform.active()).containsExactly("1.1.0");
        assertThat(platform.deployments.plugins()).singleElement().satisfies(plugin -> assertThat(plugin.standby())
                .isEmpty());
    }

    @Test
    void waitsForTheEndOfACopy() throws Exception {
        byte[] whole = Files.readAllBytes(jars.plain(NAME, "1.0.0"));
        Path copy = Files.write(deploy.resolve("words.jar"), Arrays.copyOf(whole, whole.length - 40));
        look();
        assertThat(watched.refusals()).as("it may go on").isEmpty();
        Files.write(copy, whole);
        look();
        assertThat(platform.active()).containsExactly("1.0.0");
    }

    @Test
    void refusesWithTheFileAndTheReason() throws Exception {
        platform.installForeign("com.example.platform", "Export-Package", "com.example.api");
        long id = foreign().getBundleId();
        long modified = foreign().getLastModified();
        copy(jars.plain("com.example.platform", "1.0.0"), "own.jar");
        copy(jars.plain("com.example.copy", "1.0.0", "Export-Package", "com.example.api"), "copy.jar");
        copy(jars.plain("com.example.needy", "1.0.0", "Import-Package", "com.example.lib"), "needy.jar");
        Files.writeString(deploy.resolve("text.jar"), "hello");
        Files.createDirectory(deploy.resolve("exploded"));
        Files.writeString(deploy.resolve("half.jar.part"), "hello");
        Files.writeString(deploy.resolve("com.example.cfg"), "a=b");
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        look();
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        look();

        assertThat(watched.refusals())
                .extracting(Refusal::file)
                .containsExactly("copy.jar", "exploded", "needy.jar", "own.jar", "text.jar");
        assertThat(reason("own.jar")).contains("com.example.platform is a bundle of the platform (version 1.0.0)");
        assertThat(reason("copy.jar")).contains("exports the platform's package com.example.api");
        assertThat(reason("needy.jar")).contains("it needs the package com.example.lib");
        assertThat(reason("text.jar")).contains("is not a JAR or KAR");
        assertThat(reason("exploded")).contains("is a folder");
        Files.delete(deploy.resolve("own.jar"));
        look();
        assertThat(foreign().getBundleId()).isEqualTo(id);
        assertThat(foreign().getLastModified()).as("nothing was replaced").isEqualTo(modified);
        assertThat(foreign().getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(platform.deployments.refusals()).extracting(Refusal::file).doesNotContain("own.jar");
    }

    @Test
    void takesAFileOnceWhatItNeedsIsThere() throws Exception {
        copy(jars.plain("com.example.a.user", "1.0.0", "Import-Package", "com.example.words"), "a.jar");
        copy(jars.plain(NAME, "1.0.0", "Export-Package", "com.example.words"), "b.jar");
        look();
        assertThat(reason("a.jar")).contains("it needs the package com.example.words");
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        look();

        assertThat(watched.refusals()).isEmpty();
        assertThat(platform.deployments.plugins()).extracting(Plugin::name).containsExactly("com.example.a.user", NAME);
    }

    @Test
    void theTwoRoadsKnowOfEachOther() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), "words-1.0.0.jar"));
        copy(jars.plain(NAME, "1.1.0"), "words.jar");
        look();
        assertThat(reason("words.jar"))
                .contains(NAME + " 1.0.0 was installed by plugin:install", "words-1.0.0.jar", "use plugin:upgrade");
        Files.delete(deploy.resolve("words.jar"));
        look();
        assertThat(platform.active()).as("its removal uninstalls nothing").containsExactly("1.0.0");

        platform.run(Change.remove(NAME));
        copy(jars.plain(NAME, "1.1.0"), "words.jar");
        look();
        assertThat(platform.active()).containsExactly("1.1.0");
        for (Change change : List.of(
                Change.install(jars.plain(NAME, "1.2.0"), ""),
                Change.upgrade(NAME, jars.plain(NAME, "1.2.0"), "", false),
                Change.remove(NAME))) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> platform.run(change))
                    .withMessageContaining(NAME + " comes from deploy/words.jar: copy another version over that file");
        }
    }

    @Test
    void takesOneFileOfAPluginAndTheOtherWhenThatIsDeleted() throws Exception {
        copy(jars.plain(NAME, "1.0.0"), "words-1.0.0.jar");
        look();
        copy(jars.plain(NAME, "1.1.0"), "words-1.1.0.jar");
        look();
        assertThat(reason("words-1.1.0.jar")).contains("deploy/words-1.0.0.jar is the plugin " + NAME + " already");
        Files.delete(deploy.resolve("words-1.0.0.jar"));
        look();

        assertThat(platform.active()).containsExactly("1.1.0");
        assertThat(watched.refusals()).isEmpty();
        assertThat(receipts())
                .as("upgraded, not removed and installed")
                .containsExactly("UPGRADE deploy/ 1.1.0 DONE", "INSTALL deploy/ 1.0.0 DONE");
    }

    @Test
    void seesAtTheStartWhatWasChangedWhileItWasStopped() throws Exception {
        copy(jars.plain(NAME, "1.0.0"), "words.jar");
        copy(jars.plain("com.example.old", "1.0.0"), "old.jar");
        look();
        KeptReceipts receipts = platform.receipts;
        platform.stop();
        Files.delete(deploy.resolve("old.jar"));
        copy(jars.plain(NAME, "1.1.0"), "words.jar");
        copy(jars.plain("com.example.new", "2.0.0"), "new.jar");
        start(receipts);
        look();

        assertThat(platform.deployments.plugins())
                .extracting(plugin -> plugin.name() + " " + plugin.version())
                .containsExactly("com.example.new 2.0.0", NAME + " 1.1.0");
        int changes = receipts().size();
        platform.stop();
        start(receipts);
        look();
        assertThat(receipts()).as("nothing changed").hasSize(changes);
    }

    @Test
    void keepsTheOldVersionWhereTheNewFileFails() throws Exception {
        copy(jars.plain(NAME, "1.0.0"), "words.jar");
        look();
        copy(jars.bundle(NAME, "1.1.0", FailingActivator.class), "words.jar");
        look();

        assertThat(platform.active()).containsExactly("1.0.0");
        assertThat(reason("words.jar"))
                .contains("upgrade failed: " + NAME + " 1.1.0 does not start: its activator does not"
                        + " work: no licence key");
        int changes = receipts().size();
        look();
        assertThat(receipts()).as("not tried again until the file changes").hasSize(changes);
        copy(jars.plain(NAME, "1.2.0"), "words.jar");
        look();
        assertThat(platform.active()).containsExactly("1.2.0");
        assertThat(watched.refusals()).isEmpty();
    }

    @Test
    void buildsWhatIsNoArchiveAndTreatsItAsOne() throws Exception {
        write("Words.java", "1.0.0");
        look();
        assertThat(reason("Words.java")).contains("the bundle io.bouquet.deploy.source, which is not active");
        assertThat(outcome("Words.java")).containsEntry("outcome", "refused");
        VersionBuilder builder = new VersionBuilder();
        platform.surroundings.builders = List.of(builder);
        look();
        assertThat(platform.active()).containsExactly("1.0.0");
        assertThat(outcome("Words.java"))
                .containsEntry("outcome", "done")
                .containsEntry("plugin", NAME)
                .containsEntry("version", "1.0.0")
                .containsEntry("modified", modified("Words.java"));

        write("Words.java", "not a version");
        look();
        assertThat(platform.active()).as("the last good one").containsExactly("1.0.0");
        assertThat(reason("Words.java")).isEqualTo("deploy/Words.java: line 1: no version");
        assertThat(outcome("Words.java"))
                .containsEntry("outcome", "refused")
                .containsEntry("reason", "deploy/Words.java: line 1: no version")
                .containsEntry("modified", modified("Words.java"));
        write("Words.java", "1.1.0");
        look();
        assertThat(platform.active()).containsExactly("1.1.0");
        assertThat(watched.refusals()).isEmpty();

        KeptReceipts receipts = platform.receipts;
        int built = builder.built;
        platform.stop();
        start(receipts);
        platform.surroundings.builders = List.of(builder);
        look();
        assertThat(builder.built).as("a restart builds nothing again").isEqualTo(built);
        Files.delete(deploy.resolve("Words.java"));
        look();
        assertThat(platform.active()).isEmpty();
        assertThat(folder.resolve("deployed")).isEmptyDirectory();
        assertThat(receipts())
                .containsExactly(
                        "REMOVE deploy/ 1.1.0 DONE", "UPGRADE deploy/ 1.1.0 DONE", "INSTALL deploy/ 1.0.0 DONE");
    }

    /** Makes a bundle of a file that contains a version. */
    private final class VersionBuilder implements ArchiveBuilder {
        int built;

        @Override
        public boolean accepts(String fileName) {
            return fileName.endsWith(".java");
        }

        @Override
        public Identity identify(Path file) {
            return new Identity(NAME, text(file));
        }

        @Override
        public void build(Path file, String shown, Path archive) {
            built++;
            if (!text(file).matches("[0-9.]+")) {
                throw new RefusedException(RefusedException.Reason.BAD_ARCHIVE, shown + ": line 1: no version");
            }
            try {
                Files.copy(jars.plain(NAME, text(file)), archive, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String text(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(deploy.resolve(name), text);
        Files.setLastModifiedTime(deploy.resolve(name), FileTime.fromMillis(clock.incrementAndGet()));
    }

    private String modified(String name) throws IOException {
        return Files.getLastModifiedTime(deploy.resolve(name)).toInstant().toString();
    }

    private Properties outcome(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve("deployed").resolve(file + ".properties"))) {
            properties.load(in);
        }
        return properties;
    }

    @Test
    void bundleUpdateFindsTheArchiveOfAPlugin() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0", "X-Build", "1"), ""));
        Bundle bundle = platform.bundle("1.0.0");
        platform.framework
                .getBundleContext()
                .registerService(
                        URLStreamHandlerService.class,
                        new PluginUrls(platform.deployments),
                        new Hashtable<>(Map.of(URLConstants.URL_HANDLER_PROTOCOL, "plugin")));
        long before = bundle.getLastModified();
        bundle.update();
        assertThat(bundle.getLastModified()).isGreaterThan(before);
        assertThat(bundle.getHeaders().get("X-Build")).isEqualTo("1");
        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    }

    private void copy(Path jar, String name) throws Exception {
        Path half = Files.copy(jar, folder.resolve(name + ".copy"));
        Files.move(half, deploy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        // two copies within the clock's grain are two copies
        Files.setLastModifiedTime(deploy.resolve(name), FileTime.fromMillis(clock.incrementAndGet()));
    }

    /** A file is taken when it is the same in two looks, and gone when it is missing in two. */
    private void look() throws Exception {
        watched.look();
        watched.look();
        watched.look();
    }

    private String reason(String file) {
        return watched.refusals().stream()
                .filter(refusal -> refusal.file().equals(file))
                .map(Refusal::reason)
                .findFirst()
                .orElse("");
    }

    private List<String> receipts() {
        return platform.receipts.receipts(new ReceiptQuery("", 0, 100)).stream()
                .map((Receipt receipt) -> receipt.kind() + " " + receipt.account() + " "
                        + (receipt.to().isEmpty() ? receipt.from() : receipt.to()) + " " + receipt.outcome())
                .toList();
    }

    private Bundle foreign() {
        return Arrays.stream(platform.framework.getBundleContext().getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals("com.example.platform"))
                .findFirst()
                .orElseThrow();
    }
}
