package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

class ProblemsTest {
    @TempDir
    Path storage;

    private TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(storage);
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void findsNothingWrongWithABundleThatRuns() throws Exception {
        Bundle bundle = framework.install("fine");
        bundle.start();
        assertThat(problems(bundle)).isEmpty();
    }

    @Test
    void namesAPackageThatNobodyExports() throws Exception {
        assertThat(problems(framework.install("a", "Import-Package", "org.nowhere;version=\"[1.2,2)\"")))
                .containsExactly("it needs the package org.nowhere [1.2.0, 2.0.0), which no bundle exports");
    }

    @Test
    void namesTheVersionThatIsThereInstead() throws Exception {
        framework.install("library", "Export-Package", "org.some;version=3.1").start();
        assertThat(problems(framework.install("a", "Import-Package", "org.some;version=\"[1,2)\"")))
                .containsExactly(
                        "it needs the package org.some [1.0.0, 2.0.0), which no bundle exports in that version;"
                                + " there is 3.1.0 of library [1]");
    }

    @Test
    void namesTheBundleThatIsNotResolvedItself() throws Exception {
        framework.install("library", "Export-Package", "org.some", "Import-Package", "org.nowhere");
        assertThat(problems(framework.install("a", "Import-Package", "org.some")))
                .singleElement()
                .asString()
                .contains("the package org.some")
                .contains("library [1], which is not resolved itself");
    }

    @Test
    void namesEachThatIsMissing() throws Exception {
        assertThat(problems(framework.install("a", "Import-Package", "org.one,org.two,org.three;resolution:=optional")))
                .hasSize(2);
    }

    @Test
    void namesTheJavaThatIsNeeded() throws Exception {
        assertThat(problems(framework.install(
                        "a", "Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")))
                .containsExactly(
                        "it needs Java 99; this is Java " + Runtime.version().feature());
    }

    @Test
    void namesAnExtenderThatIsMissing() throws Exception {
        assertThat(problems(framework.install(
                        "a", "Require-Capability", "osgi.extender;filter:=\"(osgi.extender=bouquet.model)\"")))
                .containsExactly("it needs the extender bouquet.model, which no bundle provides");
    }

    @Test
    void namesABundleThatIsMissing() throws Exception {
        assertThat(problems(framework.install("a", "Require-Bundle", "b;bundle-version=2")))
                .containsExactly("it needs the bundle b 2.0.0 or later, which no bundle provides");
    }

    @Test
    void doesNotMindWhatIsNeededAtRunTimeOnly() throws Exception {
        Bundle bundle = framework.install(
                "a", "Require-Capability", "osgi.service;filter:=\"(objectClass=x.Y)\";effective:=active");
        bundle.start();
        assertThat(problems(bundle)).isEmpty();
    }

    @Test
    void tellsAStoppedBundleFromOneThatFailed() throws Exception {
        Bundle stopped = framework.install("stopped");
        stopped.start();
        stopped.stop();
        Bundle failed = framework.install("failed", "Bundle-Activator", "no.Such");
        try {
            failed.start();
        } catch (org.osgi.framework.BundleException expected) {
            assertThat(failed.getState()).isEqualTo(Bundle.RESOLVED);
        }
        assertThat(problems(stopped)).containsExactly("it is stopped; bundle:start 1 starts it");
        assertThat(problems(failed)).singleElement().asString().startsWith("its start failed");
    }

    @Test
    void tellsThatABundleWaitsForItsStartLevel() throws Exception {
        Bundle library = framework.install("library", "Export-Package", "org.some");
        library.adapt(BundleStartLevel.class).setStartLevel(50);
        library.start();
        framework.install("user", "Import-Package", "org.some").start();
        assertThat(problems(library)).containsExactly("it waits for start level 50; the platform is at 1");
    }

    @Test
    void takesAFragmentForWhatItIs() throws Exception {
        Bundle fragment = framework.install("part", "Fragment-Host", "whole");
        framework.install("whole").start();
        assertThat(fragment.getState()).isEqualTo(Bundle.RESOLVED);
        assertThat(problems(fragment)).isEmpty();
    }

    @Test
    void tellsThatAModelDoesNotServe() throws Exception {
        Bundle bundle = framework.install("model", "Bouquet-Model", "m.bin;kind=tokens");
        bundle.start();
        assertThat(problems(bundle)).singleElement().asString().contains("its model does not serve");
    }

    private List<String> problems(Bundle bundle) {
        return new Problems(framework.system(), null, null, null).of(bundle);
    }
}
