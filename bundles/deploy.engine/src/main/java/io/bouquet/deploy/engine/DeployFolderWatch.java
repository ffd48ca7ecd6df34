package io.bouquet.deploy.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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

/** Looks at the deploy folder again and again, once the platform's own features are there. */
// immediate: it offers no service
@Component(
        service = {},
        immediate = true)
public final class DeployFolderWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolderWatch.class);
    /** Two looks, and a file is installed within a second. A watcher of the system would miss what was deleted before. */
    private static final long EVERY_MILLIS = 100;

    /** Optional, because no feature says that it provides it. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable BootFinished boot;

    private final ScheduledExecutorService thread;
    private final DefaultDeployments deployments;
    private final DeployFolder folder;
    /** Whether the last look failed; of the one thread. */
    private boolean failing;

    @Activate
    public DeployFolderWatch(BundleContext context, @Reference DefaultDeployments deployments) {
        this.deployments = deployments;
        Path base = Path.of(Objects.requireNonNullElse(context.getProperty("karaf.base"), "."));
        folder = new DeployFolder(base.resolve("deploy"), deployments, System::nanoTime);
        deployments.folder(folder);
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "bouquet-deploy-folder");
            made.setDaemon(true);
            // otherwise it would keep that of the thread that starts us
            made.setContextClassLoader(DeployFolderWatch.class.getClassLoader());
            return made;
        });
        thread.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void close() {
        thread.shutdownNow();
        deployments.folder(null);
    }

    private void look() {
        if (boot == null) {
            return;
        }
        try {
            folder.look();
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
