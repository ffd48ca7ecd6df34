package io.bouquet.web.openapi;

import io.bouquet.common.BackgroundThread;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the documents of all live resources. A thread of its own writes them anew whenever the whiteboard changes; requests
 * get the latest ones without waiting. Thread-safe.
 */
@Component(service = OpenApiDocuments.class)
public final class OpenApiDocuments {
    private static final Logger LOG = LoggerFactory.getLogger(OpenApiDocuments.class);
    /** A plugin adds its resources one after the other. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * Time without changes before the first documents are written. While the platform starts, its resources change all the
     * time, and the start needs the processors more.
     */
    private static final Duration SETTLED = Duration.ofMillis(500);

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final BackgroundThread writer = new BackgroundThread("bouquet-openapi");
    private final AtomicBoolean isDue = new AtomicBoolean();
    private final LiveResources resources;
    private final String version;

    private volatile long changedAt = System.nanoTime();
    private volatile @Nullable Documents documents;
    private volatile @Nullable JaxrsServiceRuntime runtime;

    @Activate
    public OpenApiDocuments(BundleContext context) {
        this.resources = new LiveResources(context);
        this.version = context.getBundle().getVersion().toString();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unbindRuntime",
            updated = "updatedRuntime")
    void bindRuntime(JaxrsServiceRuntime added) {
        runtime = added;
        updatedRuntime(added);
    }

    void unbindRuntime(JaxrsServiceRuntime removed) {
        if (runtime == removed) {
            runtime = null;
        }
    }

    /** The whiteboard counts its changes in a service property, and calls this within each change. */
    void updatedRuntime(JaxrsServiceRuntime any) {
        changedAt = System.nanoTime();
        if (isDue.compareAndSet(false, true)) {
            writer.schedule(PAUSE, this::write);
        }
    }

    @Deactivate
    void deactivate() {
        writer.close();
    }

    /** Returns the latest documents; empty until the first ones are written. */
    Optional<Documents> latest() {
        return Optional.ofNullable(documents);
    }

    private void write() {
        if (documents == null && System.nanoTime() - changedAt < SETTLED.toNanos()) {
            writer.schedule(PAUSE, this::write);
            return;
        }
        isDue.set(false);
        JaxrsServiceRuntime known = runtime;
        if (known == null) {
            return;
        }
        try {
            documents = Documents.of(
                    resources.of(known.getRuntimeDTO()),
                    version,
                    (resource, e) ->
                            LOG.debug("{} cannot be described", resource.type().getName(), e));
        } catch (RuntimeException | LinkageError e) {
            // a bundle that is being removed fails in many ways, and the next change writes again
            LOG.debug("The documents were not written; trying again", e);
            writer.schedule(RETRY, () -> updatedRuntime(known));
        }
    }
}
