package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plan.Action;
import io.bouquet.deploy.Plan.BundleStep;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Check;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.leaks.LeakWatch;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Contribution.State;
import io.bouquet.deploy.spi.PluginData;
import io.bouquet.events.Events;
import io.bouquet.web.Departure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** With a real framework and real bundles; the broker and the receipts' database are stubs. */
class DefaultDeploymentsTest {
    private static final String NAME = "com.example.words";

    @TempDir
    Path folder;

    private Jars jars;
    private Platform platform;

    @BeforeEach
    void start() throws Exception {
        jars = new Jars(Files.createDirectory(folder.resolve("jars")));
        platform = new Platform(folder.resolve("data"), new KeptReceipts(), step -> {});
    }

    @AfterEach
    void stop() throws Exception {
        platform.stop();
    }

    @Test
    void installsAPluginWhichIsThereAfterARestart() throws Exception {
        Receipt receipt = platform.run(Change.install(jars.model(NAME, "1.0.0"), "words.jar"));

        assertThat(receipt.outcome()).as(receipt.reason()).isEqualTo(Outcome.DONE);
        assertThat(receipt.serves()).isEqualTo("1.0.0");
        assertThat(receipt.account()).isEqualTo("ada");
        assertThat(receipt.checks()).singleElement().satisfies(check -> {
            assertThat(check.what()).isEqualTo("tagger tokens 1.0.0");
            assertThat(check.passed()).isTrue();
        });
        assertThat(platform.receipts.receipt(receipt.id())).contains(receipt);
        restart();
        assertThat(platform.active()).containsExactly("1.0.0");
        assertThat(platform.deployments.plugins()).extracting(Plugin::version).containsExactly("1.0.0");
    }

    @Test
    void tellsAdministratorsWhenAChangeBeginsAndEnds() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        platform.surroundings.events = new Events() {
            @Override
            public void publish(String topic, Map<String, ?> data) {
                throw new AssertionError("only administrators may see deployments");
            }

            @Override
            public void publish(String topic, Set<String> groups, Map<String, ?> data) {
                assertThat(groups).containsExactly("admin");
                told.add(topic + " " + data.get("receipt") + " " + data.get("plugin") + " " + data.get("outcome"));
            }
        };
        Receipt receipt = platform.run(Change.install(jars.model(NAME, "1.0.0"), "words.jar"));
        assertThat(told)
                .containsExactly(
                        "deployments/begun " + receipt.id() + " " + NAME + " running",
                        "deployments/ended " + receipt.id() + " " + NAME + " done");
    }

    @Test
    void restoresPluginsWhenTheFrameworkHasForgottenThem() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        platform.stop();
        Store.delete(folder.resolve("data/cache"));
        platform = new Platform(folder.resolve("data"), platform.receipts, step -> {});

        await().untilAsserted(() -> assertThat(platform.active()).containsExactly("1.0.0"));
    }

    @Test
    void leavesStoppedWhatSomebodyStopped() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        platform.bundle("1.0.0").stop();
        restart();
        assertThat(platform.deployments.plugins()).hasSize(1);
        assertThat(platform.active()).isEmpty();
    }

    @Test
    void upgradesTaggersSideBySideAndKeepsTheOldOneOnStandby() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        Plan plan = platform.deployments.plan(upgrade("1.1.0"));
        Receipt receipt = platform.run(upgrade("1.1.0"));

        assertThat(plan.sideBySide()).isTrue();
        assertThat(plan.standstill()).isEmpty();
        assertThat(receipt.outcome()).as(receipt.reason()).isEqualTo(Outcome.DONE);
        assertThat(receipt.sideBySide()).isTrue();
        assertThat(platform.models.serving()).contains("1.1.0");
        assertThat(platform.active()).containsExactlyInAnyOrder("1.0.0", "1.1.0");
        assertThat(platform.deployments.plugins()).singleElement().satisfies(plugin -> {
            assertThat(plugin.version()).isEqualTo("1.1.0");
            assertThat(plugin.standby()).contains("1.0.0");
        });
    }

    @Test
    void takesTheNextChangeAsSoonAsAReceiptSaysThatTheLastHasEnded() throws Exception {
        CompletableFuture<Receipt> next = new CompletableFuture<>();
        Thread client = new Thread(() -> {
            try {
                next.complete(platform.deployments.begin(upgrade("1.1.0"), "ada"));
            } catch (Exception e) {
                next.completeExceptionally(e);
            }
        });
        platform.receipts.saved = receipt -> {
            if (receipt.outcome() == Outcome.DONE && client.getState() == Thread.State.NEW) {
                client.start();
                await().until(() -> client.getState() == Thread.State.TIMED_WAITING || next.isDone());
            }
        };
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));

        assertThat(next.get(30, TimeUnit.SECONDS).to()).isEqualTo("1.1.0");
    }

    @Test
    void rollsBackToWhatStandsByWithoutLoadingAnything() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        platform.run(upgrade("1.1.0"));
        long before = platform.bundle("1.0.0").getBundleId();
        Receipt receipt = platform.run(Change.rollback(NAME));

        assertThat(receipt.outcome()).as(receipt.reason()).isEqualTo(Outcome.DONE);
        assertThat(receipt.serves()).isEqualTo("1.0.0");
        assertThat(platform.bundle("1.0.0").getBundleId()).isEqualTo(before);
        assertThat(platform.active()).containsExactly("1.0.0");
        restart();
        assertThat(platform.active()).as("what was rolled back stays so").containsExactly("1.0.0");
    }

    @Test
    void rollsBackToAVersionThatIsNoLongerLoaded() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        platform.run(Change.upgrade(NAME, jars.plain(NAME, "1.1.0"), "", false));
        Receipt receipt = platform.run(Change.rollback(NAME));

        assertThat(receipt.serves()).isEqualTo("1.0.0");
        assertThat(platform.active()).containsExactly("1.0.0");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> platform.run(Change.rollback(NAME)))
                .withMessageContaining("no version before 1.0.0")
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void takesACandidateBackThatFails() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        platform.models.corrupt.add("1.1.0");
        Receipt receipt = platform.run(upgrade("1.1.0"));

        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.reason())
                .isEqualTo("the tagger tokens 1.1.0 does not work: the model is corrupt at byte 17. Put a model of the"
                        + " declared kind into the JAR: the file that Bouquet-Model in bnd.bnd names");
        assertThat(receipt.serves()).isEqualTo("1.0.0");
        assertThat(platform.active()).containsExactly("1.0.0");
        assertThat(folder.resolve("data/plugins/" + NAME + "/1.1.0")).doesNotExist();
    }

    @Test
    void takesAModelBackWhoseHeaderMakesNoTagger() throws Exception {
        Receipt receipt =
                platform.run(Change.install(jars.plain(NAME, "1.0.0", "Bouquet-Model", "m.bin;kind=wrong"), ""));

        assertThat(receipt.reason()).contains("m.bin;kind=wrong", "its header Bouquet-Model makes no tagger");
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(platform.deployments.plugins()).isEmpty();
        assertThat(platform.active()).isEmpty();
    }

    @Test
    void upgradesInPlaceWhatIsMoreThanTaggers() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        long id = platform.bundle("1.0.0").getBundleId();
        Change change = Change.upgrade("", jars.plain(NAME, "1.1.0"), "", false);
        Plan plan = platform.deployments.plan(change);
        Receipt receipt = platform.run(change);

        assertThat(plan.bundles()).containsExactly(new BundleStep(Action.UPDATE, NAME, "1.1.0"));
        assertThat(receipt.outcome()).as(receipt.reason()).isEqualTo(Outcome.DONE);
        assertThat(receipt.sideBySide()).isFalse();
        assertThat(platform.bundle("1.1.0").getBundleId()).isEqualTo(id);
        assertThat(platform.active()).containsExactly("1.1.0");
    }

    @Test
    void putsTheOldVersionBackWhereTheNewOneDoesNotStart() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        Receipt receipt =
                platform.run(Change.upgrade(NAME, jars.bundle(NAME, "1.1.0", FailingActivator.class), "", false));

        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.reason())
                .startsWith(NAME + " 1.1.0 does not start: its activator does not work: no licence key (");
        assertThat(receipt.serves()).isEqualTo("1.0.0");
        assertThat(platform.active()).containsExactly("1.0.0");
    }

    @Test
    void restartsWhatUsesAPackageOfThePluginAndPlansIt() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0", "Export-Package", "com.example.words"), ""));
        platform.run(
                Change.install(jars.plain("com.example.user", "1.0.0", "Import-Package", "com.example.words"), ""));
        Change change =
                Change.upgrade(NAME, jars.plain(NAME, "1.1.0", "Export-Package", "com.example.words"), "", false);
        Plan plan = platform.deployments.plan(change);
        Receipt receipt = platform.run(change);

        assertThat(plan.bundles())
                .containsExactly(
                        new BundleStep(Action.UPDATE, NAME, "1.1.0"),
                        new BundleStep(Action.REFRESH, "com.example.user", "1.0.0"));
        assertThat(receipt.outcome()).as(receipt.reason()).isEqualTo(Outcome.DONE);
        assertThat(platform.framework.getBundleContext().getBundles())
                .filteredOn(bundle -> bundle.getLocation().startsWith("plugin:"))
                .allMatch(bundle -> bundle.getState() == Bundle.ACTIVE);
    }

    @Test
    void refusesToRestartThePlatform() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0", "Export-Package", "com.example.words"), ""));
        platform.installForeign("com.example.platform", "Import-Package", "com.example.words");
        Change change =
                Change.upgrade(NAME, jars.plain(NAME, "1.1.0", "Export-Package", "com.example.words"), "", false);

        assertRefused(change, Reason.FORBIDDEN, "bundles of the platform use " + NAME, "com.example.platform 1.0.0");
    }

    @Test
    void removesAPlugin() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        Receipt receipt = platform.run(Change.remove(NAME));

        assertThat(receipt.outcome()).as(receipt.reason()).isEqualTo(Outcome.DONE);
        assertThat(receipt.serves()).isEmpty();
        assertThat(platform.active()).isEmpty();
        assertThat(folder.resolve("data/plugins/" + NAME)).doesNotExist();
    }

    @Test
    void dropsTheDataOfAPluginWhereAsked() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        Change purge = Change.remove(NAME).withPurge();
        assertRefused(purge, Reason.UNAVAILABLE, "nothing here can drop the data of plugins");
        List<String> dropped = new ArrayList<>();
        AtomicBoolean away = new AtomicBoolean(true);
        platform.surroundings.data = List.of(new PluginData() {
            @Override
            public List<String> of(String bundle) {
                return bundle.equals(NAME) && dropped.isEmpty()
                        ? List.of("the schema WORDS (2 tables, 7 rows)")
                        : List.of();
            }

            @Override
            public void drop(String bundle) {
                if (away.get()) {
                    throw new IllegalStateException("the database is away");
                }
                assertThat(platform.framework.getBundleContext().getBundles())
                        .as("it is uninstalled by then")
                        .noneMatch(one -> NAME.equals(one.getSymbolicName()));
                dropped.add(bundle);
            }
        });
        assertThat(platform.deployments.plan(purge).notes())
                .contains("its data is dropped for good: the schema WORDS (2 tables, 7 rows)");
        assertThat(platform.deployments.plan(Change.remove(NAME)).notes()).isEmpty();
        Receipt kept = platform.run(purge);
        assertThat(kept.outcome()).isEqualTo(Outcome.DONE);
        assertThat(kept.reason())
                .isEqualTo("the plugin is removed, and the data of " + NAME
                        + " could not be dropped: the database is away");

        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        away.set(false);
        Receipt receipt = platform.run(purge);
        assertThat(receipt.reason()).isEmpty();
        assertThat(dropped).containsExactly(NAME);
        assertThat(receipt.steps())
                .extracting(Receipt.Step::what)
                .contains("dropped the schema WORDS (2 tables, 7 rows)");
    }

    @Test
    void endsTheStandbyInTime() throws Exception {
        platform.stop();
        platform = new Platform(folder.resolve("data"), platform.receipts, step -> {}, Duration.ofSeconds(1));
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        platform.run(upgrade("1.1.0"));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(platform.active()).containsExactly("1.1.0"));
        assertThat(platform.deployments.plugins()).singleElement().satisfies(plugin -> {
            assertThat(plugin.standby()).isEmpty();
            assertThat(plugin.previous()).contains("1.0.0");
        });
    }

    @Test
    void refusesWhatIsNoArchive() throws Exception {
        Path text = Files.writeString(folder.resolve("words.jar"), "hello, this is a text");
        assertRefused(Change.install(text, "words.jar"), Reason.BAD_ARCHIVE, "words.jar is not a JAR or KAR");

        byte[] whole = Files.readAllBytes(jars.model(NAME, "1.0.0"));
        Path truncated = Files.write(folder.resolve("cut.jar"), Arrays.copyOf(whole, whole.length - 30));
        assertRefused(
                Change.install(truncated, "cut.jar"), Reason.BAD_ARCHIVE, "truncated", "Build it or copy it again");

        Path ordinary = jars.zip("ordinary.jar", Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"));
        assertRefused(Change.install(ordinary, ""), Reason.BAD_ARCHIVE, "ordinary JAR", "bnd-maven-plugin");

        Path missing = folder.resolve("missing.jar");
        assertRefused(Change.install(missing, "missing.jar"), Reason.BAD_ARCHIVE, "there is no file");
        assertNothingHappened();
    }

    @Test
    void refusesAnArchiveThatIsTooLargeWithoutReadingIt() throws Exception {
        Path sparse = folder.resolve("large.jar");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(800L << 20);
        }
        assertRefused(Change.install(sparse, "large.jar"), Reason.TOO_LARGE, "839 MB", "maxArchiveBytes");
        assertNothingHappened();
    }

    @Test
    void refusesAKarWithAPathOutsideItsFolder() throws Exception {
        Path kar = jars.zip("evil.kar", Map.of("repository/../../etc/users.properties", "admin=admin"));
        assertRefused(Change.install(kar, "evil.kar"), Reason.BAD_ARCHIVE, "'repository/../../etc/users.properties'");
        assertNothingHappened();
    }

    @Test
    void refusesAKarWithoutFeatures() throws Exception {
        Path kar = jars.zip("empty.kar", Map.of("repository/com/example/a/1/a-1.jar", "x"));
        assertRefused(Change.install(kar, "empty.kar"), Reason.BAD_ARCHIVE, "no features repository");
    }

    @Test
    void refusesABundleWhoseRequirementsAreMissingAndTellsWhatComesNear() throws Exception {
        Path jar =
                jars.plain(NAME, "1.0.0", "Import-Package", "com.example.gone,org.osgi.framework;version=\"[99,100)\"");
        assertRefused(
                Change.install(jar, ""),
                Reason.BAD_ARCHIVE,
                "the package com.example.gone, which no bundle exports",
                "the package org.osgi.framework [99.0.0, 100.0.0), and there is ");
        assertThat(platform.deployments.plan(Change.install(jar, "")).notes())
                .anyMatch(note -> note.startsWith("would be refused: it needs the package com.example.gone"));
        assertNothingHappened();
    }

    @Test
    void refusesWhatAnExtenderFindsWrongBeforeAnythingIsInstalled() throws Exception {
        platform.surroundings.checks = List.of(
                (headers, entries) -> List.of("its header Bouquet-Model is wrong: " + headers.get("Bouquet-Model")),
                (headers, entries) -> entries.contains("m.bin") ? List.of() : List.of("it has no m.bin"));
        Path jar = jars.plain(NAME, "1.0.0", "Bouquet-Model", "m.bin;kind=wrong");

        assertRefused(
                Change.install(jar, ""),
                Reason.BAD_ARCHIVE,
                NAME + " 1.0.0 cannot run here: its header Bouquet-Model is wrong: m.bin;kind=wrong."
                        + " Correct it in bnd.bnd; it has no m.bin. Correct it in bnd.bnd");
        assertThat(platform.deployments.plan(Change.install(jar, "")).notes())
                .contains("would be refused: it has no m.bin. Correct it in bnd.bnd");
        assertNothingHappened();
    }

    @Test
    void refusesAMissingImportOfANewVersionBeforeTheOldOneIsTouched() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        long modified = platform.bundle("1.0.0").getLastModified();

        assertRefused(
                Change.upgrade(NAME, jars.plain(NAME, "1.1.0", "Import-Package", "com.example.gone"), "", false),
                Reason.BAD_ARCHIVE,
                "com.example.gone");
        assertThat(platform.bundle("1.0.0").getLastModified()).isEqualTo(modified);
        assertThat(platform.active()).containsExactly("1.0.0");
    }

    @Test
    void refusesWhatIsInstalledAlready() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.1.0"), ""));

        assertRefused(Change.install(jars.model(NAME, "1.1.0"), ""), Reason.CONFLICT, "the same; raise its version");
        assertRefused(Change.install(jars.model(NAME, "1.2.0"), ""), Reason.CONFLICT, "use upgrade to go to 1.2.0");
        assertRefused(upgrade("1.1.0"), Reason.CONFLICT, "is installed already");
        assertRefused(upgrade("1.0.0"), Reason.CONFLICT, "older than 1.1.0", "use rollback", "--downgrade");
    }

    @Test
    void goesDownWhereAskedTo() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.1.0"), ""));
        Receipt receipt = platform.run(Change.upgrade(NAME, jars.model(NAME, "1.0.0"), "", true));

        assertThat(receipt.outcome()).as(receipt.reason()).isEqualTo(Outcome.DONE);
        assertThat(platform.models.serving()).contains("1.0.0");
        assertThat(platform.active()).containsExactly("1.0.0");
    }

    @Test
    void refusesABundleOfThePlatform() throws Exception {
        platform.installForeign(NAME);
        assertRefused(Change.install(jars.model(NAME, "9.0.0"), ""), Reason.FORBIDDEN, "a bundle of the platform");
        assertRefused(Change.remove(NAME), Reason.FORBIDDEN, "was not installed by plugin:install");
    }

    @Test
    void doesNotResolveABundleThatPluginInstallWouldRefuse() throws Exception {
        platform.installForeign("com.example.platform", "Export-Package", "io.bouquet.example");
        platform.surroundings.checks = List.of(
                (headers, entries) -> headers.getOrDefault("Bouquet-Model", "").contains("horoscope")
                        ? List.of("there is no kind horoscope")
                        : List.of());
        BundleContext context = platform.framework.getBundleContext();
        context.registerService(ResolverHookFactory.class, new ForeignBundles(platform.deployments), null);
        Bundle copy = brought(jars.plain("com.example.copy", "1.0.0", "Export-Package", "io.bouquet.example"));
        Bundle newer = brought(jars.plain("com.example.platform", "2.0.0"));
        Bundle fine = brought(jars.plain("com.example.fine", "1.0.0", "Export-Package", "com.example.fine"));
        Bundle part = brought(jars.plain("com.example.part", "1.0.0", "Fragment-Host", "com.example.platform"));
        Bundle faulty = brought(jars.plain("com.example.faulty", "1.0.0", "Bouquet-Model", "m.bin;kind=horoscope"));
        Bundle ofAFeature = context.installBundle(
                "mvn:com.example/copy/2.0.0",
                Files.newInputStream(jars.plain("com.example.copy", "2.0.0", "Export-Package", "io.bouquet.example")));
        Bundle library = brought(jars.plain("com.example.library", "1.0.0", "Export-Package", "org.osgi.framework"));
        fine.start();
        library.start();

        assertThat(fine.getState()).isEqualTo(Bundle.ACTIVE);
        for (Bundle refused : List.of(copy, newer, faulty, ofAFeature)) {
            assertThatExceptionOfType(BundleException.class).isThrownBy(refused::start);
            assertThat(refused.getState()).isEqualTo(Bundle.INSTALLED);
        }
        assertThat(part.getState()).isEqualTo(Bundle.INSTALLED);
        assertThat(problems(part))
                .containsExactly("com.example.part is a fragment of the platform's bundle com.example.platform,"
                        + " which no plugin may change");
        assertThat(problems(faulty)).containsExactly("there is no kind horoscope");
        assertThat(problems(copy))
                .singleElement()
                .asString()
                .contains("exports the platform's package io.bouquet.example");
        assertThat(problems(newer))
                .containsExactly("com.example.platform is a bundle of the platform (version 1.0.0); it comes with a new"
                        + " release, not as a plugin");
    }

    private List<String> problems(Bundle bundle) {
        return platform.deployments.diagnose(Long.toString(bundle.getBundleId())).findings().stream()
                .map(Finding::problem)
                .toList();
    }

    /** As Karaf has the bundles of a feature resolved: all at once, together with those that run. */
    @Test
    void letsTheGoodBundlesOfAFeatureRunAndNotTheBadOnes() throws Exception {
        platform.installForeign("com.example.platform", "Export-Package", "io.bouquet.example");
        platform.awaitReady();
        BundleContext context = platform.framework.getBundleContext();
        context.registerService(ResolverHookFactory.class, new ForeignBundles(platform.deployments), null);
        FrameworkWiring wiring = platform.framework.adapt(FrameworkWiring.class);
        Bundle alone = brought(jars.plain("com.example.alone", "1.0.0", "Export-Package", "io.bouquet.example"));
        wiring.resolveBundles(List.of(context.getBundles()));
        assertThat(alone.getState()).isEqualTo(Bundle.INSTALLED);
        alone.uninstall();

        Bundle good = brought(jars.plain("com.example.good", "1.0.0"));
        Bundle bad = brought(jars.plain("com.example.bad", "1.0.0", "Export-Package", "io.bouquet.example"));
        wiring.resolveBundles(List.of(context.getBundles()));
        good.start();
        await().untilAsserted(() -> {
            assertThat(bad.getState()).isEqualTo(Bundle.INSTALLED);
            assertThat(good.getState()).isEqualTo(Bundle.ACTIVE);
        });
        assertThatExceptionOfType(BundleException.class).isThrownBy(bad::start);
    }

    @Test
    void disablesSuchABundleThatWasResolvedBeforeItStarted() throws Exception {
        platform.installForeign("com.example.platform");
        Bundle newer = brought(jars.plain("com.example.platform", "2.0.0"));
        newer.start();
        platform.deployments.close();
        DefaultDeployments again = new DefaultDeployments(
                platform.framework.getBundleContext(),
                new Limits(Duration.ZERO, 512L << 20, Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(5), 3),
                platform.surroundings,
                platform.leaks,
                step -> {});
        platform.framework
                .getBundleContext()
                .registerService(ResolverHookFactory.class, new ForeignBundles(again), null);
        try {
            await().untilAsserted(() -> assertThat(newer.getState()).isEqualTo(Bundle.INSTALLED));
            assertThat(newer.adapt(BundleStartLevel.class).isPersistentlyStarted())
                    .isFalse();
        } finally {
            again.close();
        }
    }

    private Bundle brought(Path jar) throws Exception {
        return platform.framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    @Test
    void refusesTwoChangesOfOnePluginAtOnce() throws Exception {
        platform.stop();
        CountDownLatch go = new CountDownLatch(1);
        platform = new Platform(folder.resolve("data"), platform.receipts, step -> awaitLatch(go));
        Receipt first = platform.deployments.begin(Change.install(jars.model(NAME, "1.0.0"), ""), "ada");

        assertRefused(Change.install(jars.model(NAME, "1.1.0"), ""), Reason.CONFLICT, "is being changed", first.id());
        go.countDown();
        await().untilAsserted(() -> assertThat(platform.deployments.receipt(first.id()))
                .get()
                .satisfies(receipt -> assertThat(receipt.outcome()).isEqualTo(Outcome.DONE)));
    }

    @Test
    void rollsBackAlthoughTheStandbyEndsWhileTheRollbackWaits() throws Exception {
        platform.stop();
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean blocks = new AtomicBoolean();
        platform = new Platform(
                folder.resolve("data"),
                platform.receipts,
                step -> {
                    if (blocks.get()) {
                        awaitLatch(go);
                    }
                },
                Duration.ofSeconds(1));
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        platform.run(upgrade("1.1.0"));
        blocks.set(true);
        platform.deployments.begin(Change.install(jars.plain("com.example.other", "1.0.0"), ""), "ada");
        await().untilAsserted(() ->
                assertThat(platform.deployments.queued()).as("the standby ends").isEqualTo(1));
        Receipt rollback = platform.deployments.begin(Change.rollback(NAME), "ada");
        blocks.set(false);
        go.countDown();

        Receipt done = platform.awaitEnd(rollback);
        assertThat(done.outcome()).as(done.reason()).isEqualTo(Outcome.DONE);
        assertThat(done.serves()).isEqualTo("1.0.0");
        assertThat(platform.bundle("1.0.0").getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(platform.models.serving()).contains("1.0.0");
    }

    @Test
    void plansAChangeAgainWhenItIsItsTurn() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0", "Export-Package", "com.example.words"), ""));
        platform.stop();
        CountDownLatch go = new CountDownLatch(1);
        platform = new Platform(folder.resolve("data"), platform.receipts, step -> awaitLatch(go));
        platform.deployments.begin(Change.install(jars.plain("com.example.other", "1.0.0"), ""), "ada");
        Receipt upgrade = platform.deployments.begin(
                Change.upgrade(NAME, jars.plain(NAME, "1.1.0", "Export-Package", "com.example.words"), "", false),
                "ada");
        platform.installForeign("com.example.platform", "Import-Package", "com.example.words");
        go.countDown();

        Receipt done = platform.awaitEnd(upgrade);
        assertThat(done.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(done.reason()).contains("bundles of the platform use " + NAME, "com.example.platform 1.0.0");
        assertThat(platform.bundle("1.0.0").getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void changesAPluginWhoseStopThrows() throws Exception {
        platform.run(Change.install(jars.bundle(NAME, "1.0.0", StopFailsActivator.class), ""));
        Receipt upgrade =
                platform.run(Change.upgrade(NAME, jars.bundle(NAME, "1.1.0", StopFailsActivator.class), "", false));
        assertThat(upgrade.outcome()).as(upgrade.reason()).isEqualTo(Outcome.DONE);
        assertThat(platform.active()).containsExactly("1.1.0");

        Receipt removal = platform.run(Change.remove(NAME));
        assertThat(removal.outcome()).as(removal.reason()).isEqualTo(Outcome.DONE);
        assertThat(platform.framework.getBundleContext().getBundles())
                .noneMatch(bundle -> NAME.equals(bundle.getSymbolicName()));
    }

    @Test
    void restoresTheOtherPluginsWhenOneCannotBe() throws Exception {
        platform.run(Change.install(jars.model("z.words", "1.0.0"), ""));
        platform.stop();
        Store.delete(folder.resolve("data/cache"));
        installed("a.cut", "KAR", "1.0.0");
        Files.writeString(
                Files.createDirectories(folder.resolve("data/plugins/a.cut/1.0.0"))
                        .resolve("plugin.kar"),
                "cut");
        installed("b.lost", "JAR", "1.0.0");
        installed("c.nonsense", "ZIP", "1.0.0");
        platform = new Platform(folder.resolve("data"), platform.receipts, step -> {});

        assertThat(platform.active()).containsExactly("1.0.0");
        assertThat(platform.deployments.restoration().trouble()).isEmpty();
        assertThat(platform.deployments.restoration().failures())
                .containsOnlyKeys("a.cut", "b.lost", "c.nonsense")
                .hasEntrySatisfying("a.cut", why -> assertThat(why).contains("a.cut 1.0.0 in the store is not a JAR"))
                .hasEntrySatisfying("b.lost", why -> assertThat(why).contains("there is no file"))
                .hasEntrySatisfying("c.nonsense", why -> assertThat(why).contains("ZIP"));
    }

    private void installed(String name, String format, String version) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("data/plugins").resolve(name))
                        .resolve("plugin.properties"),
                "name=" + name + "\nformat=" + format + "\nversion=" + version
                        + "\nstandby=\nprevious=\norigin=a\nsince=2026-01-01T00\\:00\\:00Z\n");
    }

    @Test
    void failsAChangeWhoseStepThrowsAnErrorAndCanChangeThePluginAgain() throws Exception {
        platform.stop();
        AtomicBoolean once = new AtomicBoolean(true);
        platform = new Platform(folder.resolve("data"), platform.receipts, step -> {
            if (step.startsWith("waited until") && once.getAndSet(false)) {
                throw new NoClassDefFoundError("some/Class");
            }
        });
        Receipt failed = platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.reason()).contains("NoClassDefFoundError: some/Class");
        assertThat(platform.active()).isEmpty();

        Receipt again = platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        assertThat(again.outcome()).as(again.reason()).isEqualTo(Outcome.DONE);
    }

    @Test
    void concludesTheChangesThatWaitWhenItStops() throws Exception {
        platform.stop();
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        platform = new Platform(folder.resolve("data"), platform.receipts, step -> {
            busy.countDown();
            awaitLatch(go);
        });
        Receipt running =
                platform.deployments.begin(Change.install(jars.plain("com.example.other", "1.0.0"), ""), "ada");
        busy.await();
        Path model = jars.model(NAME, "1.0.0");
        CompletableFuture<Receipt> waits = CompletableFuture.supplyAsync(() -> platform.run(Change.install(model, "")));
        // the change, and the start of bundles that may have waited for the trial bundle
        await().untilAsserted(() -> assertThat(platform.deployments.queued()).isEqualTo(2));
        platform.deployments.close();

        Receipt undone = waits.get(10, TimeUnit.SECONDS);
        assertThat(undone.outcome()).isEqualTo(Outcome.UNDONE);
        assertThat(undone.reason()).isEqualTo("the platform went down before it was begun");
        assertThat(platform.receipts.receipt(undone.id())).contains(undone);
        assertThat(platform.deployments.receipt(undone.id())).contains(undone);
        assertThat(folder.resolve("data/plugins/" + NAME)).doesNotExist();
        go.countDown();
        restart();
        await().untilAsserted(() -> assertThat(platform.deployments.receipt(running.id()))
                .get()
                .satisfies(receipt -> assertThat(receipt.outcome()).isNotEqualTo(Outcome.RUNNING)));
    }

    @Test
    void writesReceiptsOnceTheDatabaseTakesThemAgain() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        Receipt begun = platform.deployments.begin(Change.remove(NAME), "ada");
        platform.receipts.refuses = true;
        Receipt ended = platform.awaitEnd(begun);
        platform.receipts.refuses = false;
        // the stored receipt may already have more: the bytes that were freed
        await().untilAsserted(() -> assertThat(platform.receipts.receipt(begun.id()))
                .map(Receipt::outcome)
                .contains(ended.outcome()));
    }

    @Test
    void replacesAVersionByAnotherBuildWhereForced() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0", "X-Build", "1"), ""));
        Path second = jars.plain(NAME, "1.0.0", "X-Build", "2");
        assertRefused(Change.upgrade(NAME, second, "", false), Reason.CONFLICT, "is installed already", "--force");
        Receipt forced = platform.run(Change.upgrade(NAME, second, "", false).withForce());

        assertThat(forced.outcome()).as(forced.reason()).isEqualTo(Outcome.DONE);
        assertThat(platform.bundle("1.0.0").getHeaders().get("X-Build")).isEqualTo("2");
        Receipt back = platform.run(Change.rollback(NAME));
        assertThat(back.outcome()).as(back.reason()).isEqualTo(Outcome.DONE);
        assertThat(platform.bundle("1.0.0").getHeaders().get("X-Build")).isEqualTo("1");
        restart();
        assertThat(platform.bundle("1.0.0").getHeaders().get("X-Build")).isEqualTo("1");
    }

    @Test
    void putsTheOtherBuildBackWhereTheForcedOneFails() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0", "X-Build", "1"), ""));
        Receipt forced =
                platform.run(Change.upgrade(NAME, jars.bundle(NAME, "1.0.0", FailingActivator.class), "", false)
                        .withForce());

        assertThat(forced.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(platform.bundle("1.0.0").getHeaders().get("X-Build")).isEqualTo("1");
        assertThat(platform.active()).containsExactly("1.0.0");
    }

    @Test
    void replacesASnapshotByTheNextAndByItsRelease() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0.202611261852"), ""));
        Receipt same = platform.run(upgrade("1.0.0.202611261852"));
        assertThat(same.outcome()).as(same.reason()).isEqualTo(Outcome.DONE);
        Receipt release = platform.run(upgrade("1.0.0"));
        assertThat(release.outcome()).as(release.reason()).isEqualTo(Outcome.DONE);
        assertThat(platform.active()).containsExactly("1.0.0");
    }

    @Test
    void hasOneBuildAfterACrashInTheMiddleOfAForcedUpgrade() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0", "X-Build", "1"), ""));
        crashEverywhere(Change.upgrade(NAME, jars.plain(NAME, "1.0.0", "X-Build", "2"), "", false)
                .withForce());
    }

    @Test
    void saysWhatBecameOfTheRequestsOfTheOldVersion() throws Exception {
        StubTraffic traffic = new StubTraffic();
        platform.surroundings.traffic = traffic;
        platform.run(Change.install(jars.plain(NAME, "1.0.0", "Export-Package", "com.example.words"), ""));
        platform.run(
                Change.install(jars.plain("com.example.user", "1.0.0", "Import-Package", "com.example.words"), ""));
        traffic.departures.put(platform.bundle("1.0.0").getBundleId(), new Departure(5, 2, 1));
        long user = Arrays.stream(platform.framework.getBundleContext().getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals("com.example.user"))
                .findFirst()
                .orElseThrow()
                .getBundleId();
        traffic.departures.put(user, new Departure(1, 0, 0));
        Receipt upgrade = platform.run(
                Change.upgrade(NAME, jars.plain(NAME, "1.1.0", "Export-Package", "com.example.words"), "", false));

        assertThat(upgrade.traffic()).get().satisfies(cut -> {
            assertThat(cut.finished()).isEqualTo(6);
            assertThat(cut.interrupted()).isEqualTo(2);
            assertThat(cut.stillRunning()).isEqualTo(1);
        });
    }

    @Test
    void refusesANewcomerThatWouldTakeALayerOverUnlessTheOperatorAgrees() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        Change other = Change.install(jars.model("com.example.other", "1.0.0"), "");

        assertRefused(
                other,
                Reason.CONFLICT,
                "the layer tokens is answered by tokens and would be answered by tokens of com.example.other",
                "--take-over",
                "takeOver=true");
        assertThat(platform.deployments.plan(other).takeOvers())
                .containsExactly(new Plan.TakeOver("layer", "tokens", "tokens", "tokens of com.example.other", true));
        Receipt receipt = platform.run(other.withTakeOver());
        assertThat(receipt.outcome()).as(receipt.reason()).isEqualTo(Outcome.DONE);
        assertThat(receipt.checks()).extracting(Check::what).contains("layer tokens");
    }

    @Test
    void handsBackWhatAPluginTookOverWhenItIsRolledBackOrRemoved() throws Exception {
        platform.run(Change.install(jars.model(NAME, "9.0.0"), ""));
        platform.run(Change.install(taking("1.0.0", "first"), "").withTakeOver());
        assertThat(platform.models.allowed).containsExactly("first");
        platform.run(Change.upgrade("", taking("1.1.0", "second"), "", false).withTakeOver());
        assertThat(platform.models.allowed).containsExactlyInAnyOrder("first", "second");
        platform.run(Change.rollback("com.example.other"));
        assertThat(platform.models.allowed).containsExactly("first");
        platform.run(Change.remove("com.example.other"));
        assertThat(platform.models.allowed).isEmpty();
    }

    @Test
    void handsBackNothingThatWasAllowedBeforeAnInstallationThatFails() throws Exception {
        platform.run(Change.install(jars.model(NAME, "9.0.0"), ""));
        platform.models.allowed.add("first");
        platform.models.corrupt.add("1.0.0");
        platform.run(Change.install(taking("1.0.0", "first"), "").withTakeOver());
        assertThat(platform.models.allowed).containsExactly("first");
    }

    /** A plugin with a tagger for a layer that another has. */
    private Path taking(String version, String tagger) throws IOException {
        return jars.plain("com.example.other", version, "Bouquet-Model", "model.bin;kind=tokens;name=" + tagger);
    }

    @Test
    void refusesAPluginThatUsesAccountsUnlessTheOperatorAllowsIt() throws Exception {
        byte[] component = """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="a">
                  <reference name="accounts" interface="io.bouquet.accounts.Accounts"/>
                  <implementation class="com.example.Users"/>
                </scr:component>
                """.getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> entries = Map.of("OSGI-INF/users.xml", component);
        Change install = Change.install(jars.with(NAME, "1.0.0", entries), "");

        assertRefused(install, Reason.FORBIDDEN, "accounts", "--allow accounts", "allow=accounts");
        assertThat(platform.deployments.plan(install).asks()).containsExactly("accounts");
        AtomicBoolean allowedAtStart = new AtomicBoolean();
        platform.surroundings.contributions = List.of(bundle -> {
            allowedAtStart.set(platform.deployments.permissions().allows(platform.bundle("1.0.0"), "accounts"));
            return List.of();
        });
        Receipt receipt = platform.run(install.allowing(Set.of("accounts")));
        assertThat(receipt.outcome()).as(receipt.reason()).isEqualTo(Outcome.DONE);
        assertThat(allowedAtStart).isTrue();
        platform.surroundings.contributions = List.of();
        platform.run(Change.upgrade(NAME, jars.with(NAME, "1.1.0", entries), "", false));
        restart();
        assertThat(platform.active()).containsExactly("1.1.0");
        assertThat(platform.deployments.permissions().allows(platform.bundle("1.1.0"), "accounts"))
                .isTrue();
        assertThat(platform.deployments.permissions().allows(platform.bundle("1.1.0"), "filters"))
                .isFalse();
    }

    @Test
    void refusesClassFilesOfANewerJava() throws Exception {
        byte[] newer = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99};
        assertRefused(
                Change.install(jars.with(NAME, "1.0.0", Map.of("com/example/New.class", newer)), ""),
                Reason.BAD_ARCHIVE,
                "com/example/New.class is for Java 55",
                "the platform runs on Java " + Runtime.version().feature());
    }

    @Test
    void tellsWhichHeaderAMistypedOneComesNearTo() throws Exception {
        Change install = Change.install(jars.plain(NAME, "1.0.0", "Bouquet-Modell", "m.bin;kind=tokens"), "");
        String hint = "its header Bouquet-Modell means nothing here. Did you mean Bouquet-Model? Correct it in bnd.bnd";

        assertThat(platform.deployments.plan(install).notes()).contains("hint: " + hint);
        assertThat(platform.run(install).checks()).contains(new Check("hint", false, hint));
    }

    @Test
    void thePlanOfAnUpgradeSaysWhatItBreaksForClients() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        Path next = jars.plain(NAME, "1.1.0");
        platform.surroundings.reviews = List.of(
                (running, archive) -> {
                    throw new IllegalStateException("a review that fails");
                },
                (running, archive) -> archive.equals(next)
                        ? List.of("GET /shop of " + running.getVersion() + " is removed")
                        : List.of());
        assertThat(platform.deployments
                        .plan(Change.upgrade(NAME, next, "", false))
                        .notes())
                .contains("breaks clients: GET /shop of 1.0.0 is removed");
        assertThat(platform.deployments.plan(Change.remove(NAME)).notes())
                .noneMatch(note -> note.startsWith("breaks clients"));
    }

    @Test
    void startsAPluginAgainWhoseProviderComesBack() throws Exception {
        platform.run(Change.install(jars.plain("com.example.api", "1.0.0", "Export-Package", "com.example.api"), ""));
        platform.run(Change.install(jars.plain(NAME, "1.0.0", "Import-Package", "com.example.api"), ""));
        platform.run(Change.remove("com.example.api"));
        assertThat(platform.bundle("1.0.0").getState()).isEqualTo(Bundle.INSTALLED);
        platform.run(Change.install(jars.plain("com.example.api", "1.0.0", "Export-Package", "com.example.api"), ""));

        await().untilAsserted(
                        () -> assertThat(platform.bundle("1.0.0").getState()).isEqualTo(Bundle.ACTIVE));
    }

    @Test
    void dropsTheDataAfterACrashBetweenRemovalAndPurge() throws Exception {
        Path crash = folder.resolve("crash");
        KeptReceipts[] then = new KeptReceipts[1];
        KeptReceipts receipts = platform.receipts;
        platform.stop();
        platform = new Platform(folder.resolve("data"), receipts, step -> {
            if (step.startsWith("dropped ")) {
                copy(folder.resolve("data"), crash);
                then[0] = new KeptReceipts(receipts);
            }
        });
        List<String> dropped = new CopyOnWriteArrayList<>();
        platform.surroundings.data = List.of(new Tables(new CopyOnWriteArrayList<>()));
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        platform.run(Change.remove(NAME).withPurge());

        Platform again = new Platform(crash, then[0], step -> {});
        try {
            again.surroundings.data = List.of(new Tables(dropped));
            await().untilAsserted(() -> assertThat(dropped).containsExactly(NAME));
            await().untilAsserted(() -> assertThat(again.latest().outcome()).isEqualTo(Outcome.DONE));
        } finally {
            again.stop();
        }
    }

    /** A schema for each bundle, until it is dropped. */
    private record Tables(List<String> dropped) implements PluginData {
        @Override
        public List<String> of(String bundle) {
            return dropped.contains(bundle) ? List.of() : List.of("the schema of " + bundle);
        }

        @Override
        public void drop(String bundle) {
            dropped.add(bundle);
        }
    }

    @Test
    void takesAnInstallationBackIfAContributionFails() throws Exception {
        platform.surroundings.contributions =
                List.of(bundle -> List.of(new Contribution("unit", "shop", State.FAILED, "near 'create tabel'")));
        Receipt receipt = platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));

        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.reason()).isEqualTo("the unit shop does not work: near 'create tabel'");
        assertThat(platform.deployments.plugins()).isEmpty();
        assertThat(platform.active()).isEmpty();
    }

    @Test
    void saysThatAnInstallationIsIncompleteIfAContributionWaits() throws Exception {
        platform.surroundings.contributions =
                List.of(bundle -> List.of(new Contribution("unit", "shop", State.WAITING, "the database")));
        Receipt receipt = platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));

        assertThat(receipt.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(receipt.reason()).isEqualTo("the unit shop waits for the database");
        assertThat(receipt.checks()).extracting(Check::passed).contains(false);
        assertThat(platform.active()).containsExactly("1.0.0");
        restart();
        assertThat(platform.active()).containsExactly("1.0.0");
    }

    @Test
    void failsAnUpgradeOnlyIfSomethingWaitsThatDidNotWaitBefore() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        platform.surroundings.contributions = List.of(bundle -> waitsFor("the configuration shop", "1.1.0"));
        Receipt failed = platform.run(Change.upgrade(NAME, jars.plain(NAME, "1.1.0"), "", false));
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.reason()).isEqualTo("the component shop waits for the configuration shop");
        assertThat(platform.active()).containsExactly("1.0.0");

        platform.surroundings.contributions = List.of(bundle -> waitsFor("the configuration shop", "1."));
        Receipt incomplete = platform.run(Change.upgrade(NAME, jars.plain(NAME, "1.2.0"), "", false));
        assertThat(incomplete.outcome()).as(incomplete.reason()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(platform.active()).containsExactly("1.2.0");
    }

    /** What a component waits for in the versions that begin so. */
    private List<Contribution> waitsFor(String what, String version) {
        return platform.versions().stream().anyMatch(one -> one.startsWith(version))
                ? List.of(new Contribution("component", "shop", State.WAITING, what))
                : List.of();
    }

    @Test
    void tellsTheRootCauseOfAFailedStartWithTheLineOfThePlugin() throws Exception {
        Receipt receipt = platform.run(Change.install(jars.bundle(NAME, "1.0.0", BrokenStart.class), ""));

        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.reason())
                .contains("no key is set (java.lang.IllegalStateException at ")
                .contains("BrokenStart.key(BrokenStart.java:")
                .doesNotContain("InvocationTargetException");
    }

    @Test
    void hasOneVersionAfterACrashInTheMiddleOfAnInstallation() throws Exception {
        crashEverywhere(Change.install(jars.model(NAME, "1.0.0"), ""));
    }

    @Test
    void hasOneVersionAfterACrashInTheMiddleOfAnUpgradeSideBySide() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        crashEverywhere(upgrade("1.1.0"));
    }

    @Test
    void hasOneVersionAfterACrashInTheMiddleOfAnUpgradeInPlace() throws Exception {
        platform.run(Change.install(jars.plain(NAME, "1.0.0"), ""));
        crashEverywhere(Change.upgrade(NAME, jars.plain(NAME, "1.1.0"), "", false));
    }

    @Test
    void hasOneVersionAfterACrashInTheMiddleOfARollback() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        platform.run(upgrade("1.1.0"));
        crashEverywhere(Change.rollback(NAME));
    }

    @Test
    void hasOneVersionOrNoneAfterACrashInTheMiddleOfARemoval() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        crashEverywhere(Change.remove(NAME));
    }

    /** What a disk had before each step, as after a {@code kill -9} there; each is started again. */
    private void crashEverywhere(Change change) throws Exception {
        Map<Path, KeptReceipts> crashes = new LinkedHashMap<>();
        List<String> steps = new ArrayList<>();
        KeptReceipts receipts = platform.receipts;
        platform.stop();
        platform = new Platform(folder.resolve("data"), receipts, step -> {
            Path crash = folder.resolve("crash-" + crashes.size());
            copy(folder.resolve("data"), crash);
            crashes.put(crash, new KeptReceipts(receipts));
            steps.add(step);
        });
        Receipt done = platform.run(change);
        assertThat(done.outcome()).as(done.reason()).isEqualTo(Outcome.DONE);
        assertThat(crashes).hasSizeGreaterThan(1);

        int step = 0;
        for (Map.Entry<Path, KeptReceipts> crash : crashes.entrySet()) {
            String moment = "before '" + steps.get(step++) + "'";
            Platform again = new Platform(crash.getKey(), crash.getValue(), at -> {});
            try {
                again.deployments.plugins();
                await().untilAsserted(() ->
                        assertThat(again.latest().outcome()).as(moment).isNotEqualTo(Outcome.RUNNING));
                Receipt receipt = again.latest();
                assertThat(receipt.id()).isEqualTo(done.id());
                assertThat(receipt.outcome())
                        .as(moment)
                        .isIn(
                                receipt.from().equals(receipt.to())
                                        ? List.of(Outcome.DONE, Outcome.UNDONE)
                                        : receipt.serves().equals(receipt.to())
                                                ? List.of(Outcome.DONE)
                                                : List.of(Outcome.UNDONE));
                if (change.force()) {
                    assertThat(again.bundle(receipt.serves()).getHeaders().get("X-Build"))
                            .as(moment)
                            .isEqualTo(receipt.outcome() == Outcome.DONE ? "2" : "1");
                }
                String serves = again.deployments.plugins().stream()
                        .map(Plugin::version)
                        .findFirst()
                        .orElse("");
                assertThat(receipt.serves()).as(moment).isEqualTo(serves);
                List<String> standby = again.deployments.plugins().stream()
                        .flatMap(plugin -> plugin.standby().stream())
                        .toList();
                List<String> active = new ArrayList<>(again.active());
                active.removeAll(standby);
                assertThat(active).as(moment).isEqualTo(serves.isEmpty() ? List.of() : List.of(serves));
                assertThat(again.run(
                                        serves.isEmpty()
                                                ? Change.install(jars.model(NAME, "3.0.0"), "")
                                                : Change.remove(NAME))
                                .outcome())
                        .as("%s: it can be changed again", moment)
                        .isEqualTo(Outcome.DONE);
            } finally {
                again.stop();
            }
        }
    }

    private Change upgrade(String version) throws IOException {
        return Change.upgrade(NAME, jars.model(NAME, version), "", false);
    }

    private void assertRefused(Change change, Reason reason, String... words) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> platform.deployments.begin(change, "ada"))
                .satisfies(refused -> {
                    assertThat(refused).hasMessageContainingAll(words);
                    assertThat(refused.reason()).isEqualTo(reason);
                });
    }

    private void assertNothingHappened() throws IOException {
        assertThat(platform.framework.getBundleContext().getBundles()).hasSize(1);
        assertThat(platform.receipts.receipts(new ReceiptQuery("", 0, 10))).isEmpty();
        try (var left = Files.walk(folder.resolve("data/plugins"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private void restart() throws Exception {
        platform.stop();
        platform = new Platform(folder.resolve("data"), platform.receipts, step -> {});
        platform.awaitReady();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectories(to.resolve(from.relativize(visited)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException gone) {
                        // deleted while it was being copied
                        return FileVisitResult.CONTINUE;
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A framework with the engine in it. */
    static final class Platform {
        final Framework framework;
        final KeptReceipts receipts;
        final Models models;
        final LeakWatch leaks;
        final Surroundings surroundings = new Surroundings();
        final DefaultDeployments deployments;

        Platform(Path data, KeptReceipts receipts, Consumer<String> atStep) throws BundleException {
            this(data, receipts, atStep, Duration.ofSeconds(300));
        }

        Platform(Path data, KeptReceipts receipts, Consumer<String> atStep, Duration standby) throws BundleException {
            this.receipts = receipts;
            framework = new FrameworkFactory()
                    .newFramework(Map.of(
                            Constants.FRAMEWORK_STORAGE,
                            data.resolve("cache").toString(),
                            "karaf.base",
                            data.toString(),
                            "felix.log.level",
                            "0"));
            framework.start();
            models = new Models(framework.getBundleContext());
            leaks = new LeakWatch(framework.getBundleContext(), Duration.ofMinutes(1), data);
            surroundings.receipts = receipts;
            surroundings.broker = models;
            surroundings.takeOvers = models.takeOvers();
            deployments = new DefaultDeployments(
                    framework.getBundleContext(),
                    new Limits(standby, 512L << 20, Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(5), 3),
                    surroundings,
                    leaks,
                    atStep);
        }

        Receipt run(Change change) {
            return deployments.run(change, "ada");
        }

        Receipt latest() {
            return receipts.receipts(new ReceiptQuery("", 0, 1)).get(0);
        }

        Receipt awaitEnd(Receipt begun) {
            return await().until(
                            () -> deployments.receipt(begun.id()).orElseThrow(),
                            receipt -> receipt.outcome() != Outcome.RUNNING);
        }

        /** A plan waits until all is as it was. */
        void awaitReady() {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> deployments.plan(Change.remove("com.example.nobody")));
        }

        Bundle bundle(String version) {
            return List.of(framework.getBundleContext().getBundles()).stream()
                    .filter(bundle -> NAME.equals(bundle.getSymbolicName())
                            && bundle.getVersion().toString().equals(version))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> versions() {
            return List.of(framework.getBundleContext().getBundles()).stream()
                    .filter(bundle -> bundle.getLocation().startsWith("plugin:"))
                    .map(bundle -> bundle.getVersion().toString())
                    .toList();
        }

        List<String> active() {
            awaitReady();
            return List.of(framework.getBundleContext().getBundles()).stream()
                    .filter(bundle -> bundle.getLocation().startsWith("plugin:") && bundle.getState() == Bundle.ACTIVE)
                    .map(bundle -> bundle.getVersion().toString())
                    .toList();
        }

        void installForeign(String name, String... headers) throws Exception {
            Path folder = Files.createTempDirectory("bouquet-foreign");
            Path jar = new Jars(folder).plain(name, "1.0.0", headers);
            try (var in = Files.newInputStream(jar)) {
                framework
                        .getBundleContext()
                        .installBundle(Distribution.ship("com.example", name, "1.0.0"), in)
                        .start();
            } finally {
                Store.delete(folder);
            }
        }

        void stop() throws Exception {
            deployments.close();
            leaks.close();
            framework.stop();
            framework.waitForStop(10_000);
        }
    }
}
