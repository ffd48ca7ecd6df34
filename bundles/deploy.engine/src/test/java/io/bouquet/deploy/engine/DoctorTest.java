package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.engine.DefaultDeploymentsTest.Platform;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Contribution.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

class DoctorTest {
    private static final String NAME = "com.example.shop";

    @TempDir
    Path folder;

    private Platform platform;
    private Jars jars;

    @BeforeEach
    void start() throws Exception {
        platform = new Platform(folder.resolve("data"), new KeptReceipts(), step -> {});
        jars = new Jars(folder);
    }

    @AfterEach
    void stop() throws Exception {
        platform.stop();
    }

    @Test
    void saysThatAPluginIsLive() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        Diagnosis diagnosis = platform.deployments.diagnose(NAME);
        assertThat(diagnosis.isWell()).isTrue();
        assertThat(diagnosis.verdict()).isEqualTo("com.example.shop 1.0.0 is live");
        assertThat(diagnosis.live()).containsExactly("model", "tagger tokens");
    }

    @Test
    void tellsAStoppedBundleFromOneThatWasNeverStarted() throws Exception {
        Bundle bundle = brought("1.0.0");
        assertThat(texts(NAME))
                .containsExactly("it is installed, and was never started. Start it: bundle:start " + NAME);
        bundle.start();
        bundle.stop();
        assertThat(texts(NAME)).containsExactly("it is stopped. Start it: bundle:start " + NAME);
        assertThat(platform.deployments.diagnose(NAME).verdict()).isEqualTo(NAME + " 1.0.0 is not live");
    }

    @Test
    void startsABundleThatShouldRunToLearnWhyItDoesNot() throws Exception {
        Bundle bundle = brought("1.0.0", "Bundle-Activator", "no.Such");
        assertThatThrownBy(bundle::start).isInstanceOf(BundleException.class);
        long id = bundle.getBundleId();
        assertThat(platform.deployments.diagnoses(List.of(id)).get(id).findings())
                .extracting(Finding::text)
                .containsExactly("its start failed. plugin:doctor " + NAME + " tells why");
        String why =
                "its Bundle-Activator no.Such is not in the JAR. Correct the line 'Bundle-Activator' in bnd.bnd, or"
                        + " remove it: components need none";
        assertThat(texts(Long.toString(id))).containsExactly(why);
        assertThat(platform.deployments.diagnoses(List.of(id)).get(id).findings())
                .extracting(Finding::text)
                .containsExactly(why);
    }

    @Test
    void tellsThatABundleWaitsForItsStartLevel() throws Exception {
        Bundle library = brought("1.0.0", "Export-Package", "org.some");
        library.adapt(BundleStartLevel.class).setStartLevel(50);
        library.start();
        Path user = jars.plain("com.example.user", "1.0.0", "Import-Package", "org.some");
        platform.framework
                .getBundleContext()
                .installBundle(user.toUri().toString())
                .start();
        assertThat(texts(NAME))
                .containsExactly("it waits for start level 50; the platform is at 1. Give it a lower one:"
                        + " bundle:start-level " + NAME + " 1");
    }

    @Test
    void namesWhatAPartOfARunningBundleLacks() throws Exception {
        brought("1.0.0").start();
        platform.surroundings.contributions = List.of(
                id -> List.of(
                        new Contribution("unit", "shop", State.FAILED, "no such table", "migration-failed", "Do it")),
                id -> List.of(new Contribution("task", "nightly", State.WORKS, "at night")));
        Diagnosis diagnosis = platform.deployments.diagnose(NAME);
        assertThat(diagnosis.findings())
                .containsExactly(
                        new Finding("migration-failed", "the unit shop does not work: no such table", "Do it", "shop"));
    }

    @Test
    void remembersWhyAPluginWasRefusedUntilItIsInstalled() throws Exception {
        Path refused = jars.plain(NAME, "1.0.0", "Import-Package", "com.google.gson");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> platform.run(Change.install(refused, "")));
        Diagnosis diagnosis = platform.deployments.diagnose(NAME);
        assertThat(diagnosis.verdict()).isEqualTo(NAME + " 1.0.0 is not installed");
        assertThat(diagnosis.findings()).extracting(Finding::code).containsExactly("missing-library");
        assertThat(platform.deployments.diagnose(refused, "shop.jar")).isEqualTo(diagnosis);
        platform.run(Change.install(jars.plain(NAME, "1.0.1"), ""));
        assertThat(platform.deployments.diagnose(NAME).isWell()).isTrue();
    }

    @Test
    void tellsOfAnUpgradeThatFailedAndWhatServes() throws Exception {
        platform.run(Change.install(jars.model(NAME, "1.0.0"), ""));
        platform.models.corrupt.add("1.1.0");
        platform.run(Change.upgrade(NAME, jars.model(NAME, "1.1.0"), "", false));
        Diagnosis diagnosis = platform.deployments.diagnose(NAME);
        assertThat(diagnosis.version()).isEqualTo("1.0.0");
        assertThat(diagnosis.live()).containsExactly("model", "tagger tokens");
        assertThat(diagnosis.findings())
                .extracting(Finding::problem)
                .containsExactly(
                        "1.1.0 was not installed: the tagger tokens 1.1.0 does not work: the model is corrupt at"
                                + " byte 17");
    }

    @Test
    void namesPluginsWithSimilarNames() throws Exception {
        brought("1.0.0");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> platform.deployments.diagnose("com.example.shob"))
                .withMessage("no plugin or bundle 'com.example.shob' is installed; did you mean com.example.shop?");
    }

    @Test
    void saysThatAnArchiveCanBeInstalled() throws Exception {
        Diagnosis diagnosis = platform.deployments.diagnose(jars.plain(NAME, "1.0.0"), "shop.jar");
        assertThat(diagnosis.verdict()).isEqualTo(NAME + " 1.0.0 can be installed");
        assertThat(platform.framework.getBundleContext().getBundles()).hasSize(1);
    }

    @Test
    void examinesAFileThatIsNoArchive() throws Exception {
        Path file = Files.writeString(folder.resolve("shop.jar"), "no archive");
        assertThat(platform.deployments.diagnose(file, "shop.jar").findings())
                .extracting(Finding::code)
                .containsExactly("not-a-bundle");
    }

    private Bundle brought(String version, String... headers) throws Exception {
        return platform.framework
                .getBundleContext()
                .installBundle(jars.plain(NAME, version, headers).toUri().toString());
    }

    private List<String> texts(String name) {
        return platform.deployments.diagnose(name).findings().stream()
                .map(Finding::text)
                .toList();
    }
}
