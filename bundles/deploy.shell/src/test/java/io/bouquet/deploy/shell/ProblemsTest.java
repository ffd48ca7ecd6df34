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
    void tellsHowToLearnWhyABundleIsNotResolved() throws Exception {
        assertThat(problems(framework.install("a", "Import-Package", "org.nowhere")))
                .containsExactly("it is not resolved; bundle:start 1 tells why");
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
        return new Problems(framework.system(), null, null, null, List.of()).of(bundle);
    }
}
