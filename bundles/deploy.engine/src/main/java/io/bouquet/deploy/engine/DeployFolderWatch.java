package io.bouquet.deploy.engine;

import io.bouquet.common.BackgroundThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.features.BootFinished;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the deploy folder after the platform's own features are installed. */
// immediate: it provides no service
@Component(
        service = {},
        immediate = true)
public final class DeployFolderWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolderWatch.class);
    /** A file watcher would miss earlier deletions, and is slow on some systems. */
    private static final Duration EVERY = Duration.ofMillis(100);
    /** A file is installed after two polls that see it unchanged. The second one comes sooner. */
    private static final Duration AGAIN = Duration.ofMillis(20);
    /** Polls in a row while a file changes. */
    private static final int IN_A_ROW = 5;

    /** Optional, because no feature declares that it provides this service. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable BootFinished boot;

    private final BackgroundThread thread = new BackgroundThread("bouquet-deploy-folder");
    private final DefaultDeployments deployments;
    private final DeployFolder folder;
    /** Whether the last poll failed; used by one thread. */
    private boolean failing;

    @Activate
    public DeployFolderWatch(BundleContext context, @Reference DefaultDeployments deployments) {
        this.deployments = deployments;
        Path base = Path.of(Objects.requireNonNullElse(context.getProperty("karaf.base"), "."));
        folder = new DeployFolder(
                base.resolve("deploy"), deployments, new DeployOutcomes(base.resolve("deployed")), System::nanoTime);
        deployments.folder(folder);
        thread.repeat(EVERY, this::look);
    }

    @Deactivate
    void close() {
        thread.close();
        deployments.folder(null);
    }

    private void look() {
        if (boot == null) {
            return;
        }
        try {
            for (int polls = 1; folder.look() && polls < IN_A_ROW; polls++) {
                TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
            }
            failing = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            if (!failing) {
                LOG.warn("The deploy folder cannot be looked at: {}", Words.of(e));
            }
            failing = true;
            LOG.debug("It failed", e);
        }
    }
}
