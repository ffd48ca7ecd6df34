package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Contribution.State;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.bundle.core.BundleState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

class PluginStatesTest {
    @TempDir
    Path storage;

    private TestFramework framework;
    private PluginStates states;
    private final StubDeployments deployments = new StubDeployments();

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(storage);
        states = new PluginStates(framework.context());
        states.deployments = deployments;
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void saysNothingOfAPluginThatIsLive() throws Exception {
        Bundle bundle = framework.install("fine");
        bundle.start();

        assertThat(states.getState(bundle)).isEqualTo(BundleState.Unknown);
        assertThat(states.getDiag(bundle)).isNull();
    }

    @Test
    void tellsWhatAnActivePluginWaitsFor() throws Exception {
        Bundle bundle = framework.install("waits");
        bundle.start();
        contribution(bundle, State.WAITING, "the database");

        assertThat(states.getState(bundle)).isEqualTo(BundleState.Waiting);
        assertThat(states.getDiag(bundle)).isEqualTo("the unit shop waits for the database\n");
    }

    @Test
    void tellsWhatFailedInAnActivePlugin() throws Exception {
        Bundle bundle = framework.install("fails");
        bundle.start();
        contribution(bundle, State.FAILED, "near 'create tabel'");

        assertThat(states.getState(bundle)).isEqualTo(BundleState.Failure);
        assertThat(states.getDiag(bundle)).isEqualTo("the unit shop does not work: near 'create tabel'\n");
    }

    @Test
    void tellsThatTheStartOfAPluginFailed() throws Exception {
        Bundle bundle = framework.install("failed", "Bundle-Activator", "no.Such");
        assertThatThrownBy(bundle::start).isInstanceOf(BundleException.class);

        found(bundle, new Finding("not-started", "its start failed", "Look"));
        assertThat(states.getState(bundle)).isEqualTo(BundleState.Failure);
        assertThat(states.getDiag(bundle)).isEqualTo("its start failed. Look\n");
    }

    @Test
    void leavesTheStateOfAStoppedPluginToKaraf() throws Exception {
        Bundle bundle = framework.install("stopped");
        bundle.start();
        bundle.stop();

        found(bundle, new Finding("stopped", "it is stopped", "Start it"));
        assertThat(states.getState(bundle)).isEqualTo(BundleState.Unknown);
        assertThat(states.getDiag(bundle)).isEqualTo("it is stopped. Start it\n");
    }

    @Test
    void saysNothingOfThePlatformsBundlesAndOfUninstalledOnes() throws Exception {
        Bundle bundle = framework.install("gone", "Import-Package", "org.nowhere");
        bundle.uninstall();

        assertThat(states.getDiag(bundle)).isNull();
        contribution(framework.system(), State.FAILED, "it");
        assertThat(states.getState(framework.system())).isEqualTo(BundleState.Unknown);
    }

    private void contribution(Bundle bundle, State state, String reason) {
        Contribution one = new Contribution("unit", "shop", state, reason);
        states.contributions = List.of(id -> id == bundle.getBundleId() ? List.of(one) : List.of());
        found(bundle, one.finding());
    }

    private void found(Bundle bundle, Finding finding) {
        deployments.known.put(
                bundle.getBundleId(),
                new Diagnosis(bundle.getSymbolicName(), "1.0.0", "active", List.of(), List.of(finding)));
    }
}
