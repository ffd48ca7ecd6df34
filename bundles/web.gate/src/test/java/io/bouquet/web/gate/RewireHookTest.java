package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;

/** JAX-RS services that come and go in a framework without a whiteboard. */
final class RewireHookTest {
    @TempDir
    private Path storage;

    private final CountDownLatch opened = new CountDownLatch(1);
    private final Counts counts = new Counts(System::nanoTime);
    private final Gate gate = new Gate(counts, opened::countDown, TimeUnit.SECONDS.toNanos(10));
    private final ApplicationGate application = gate.applications().of("/");
    private TestFramework framework;
    private BundleContext context;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(storage);
        context = framework.context();
    }

    @AfterEach
    void stop() throws Exception {
        gate.close();
        framework.stop();
    }

    @Test
    void closesTheGateWhileListenersReceiveTheEvent() throws Exception {
        hook(10);
        List<Boolean> closed = new ArrayList<>();
        context.addServiceListener(event -> closed.add(application.isClosed()));
        register("osgi.jaxrs.resource");
        assertThat(closed).containsExactly(true);
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(application.isClosed()).isFalse();
        assertThat(counts.rewires).hasValue(1);
    }

    @Test
    void staysOpenForOtherServices() {
        hook(10);
        List<Boolean> closed = new ArrayList<>();
        context.addServiceListener(event -> closed.add(application.isClosed()));
        register("osgi.http.whiteboard.servlet.pattern");
        assertThat(closed).containsExactly(false);
        assertThat(counts.rewires).hasValue(0);
    }

    @Test
    void closesTheGateForCxfExtensions() {
        hook(10);
        List<Boolean> closed = new ArrayList<>();
        context.addServiceListener(event -> closed.add(application.isClosed()));
        register("cxf.extension");
        assertThat(closed).containsExactly(true);
    }

    @Test
    void keepsAServiceUntilItsBundleHasAnsweredItsRequests() throws Exception {
        ServiceRegistration<?> resource = register("osgi.jaxrs.resource");
        hook(10);
        GatedRequest request = new GatedRequest(gate, true);
        request.enter("/hello");
        request.reachedResource(context.getBundle());

        CompletableFuture<Void> unregistering = CompletableFuture.runAsync(resource::unregister);
        while (!request.isEnding()) {
            Thread.onSpinWait();
        }
        assertThat(resource.getReference().getBundle()).as("still registered").isNotNull();
        assertThat(application.isClosed()).as("for requests to other bundles").isFalse();
        request.finish();
        unregistering.get(10, TimeUnit.SECONDS);
        assertThat(request.wasInterrupted()).isFalse();
    }

    @Test
    void interruptsALateRequest() throws Exception {
        ServiceRegistration<?> resource = register("osgi.jaxrs.resource");
        hook(0);
        GatedRequest request = new GatedRequest(gate, true);
        CountDownLatch answering = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
            request.enter("/slow");
            request.reachedResource(context.getBundle());
            answering.countDown();
            try {
                return opened.await(20, TimeUnit.SECONDS) && new CountDownLatch(1).await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return true;
            } finally {
                request.leavesThread();
                request.finish();
            }
        });
        assertThat(answering.await(10, TimeUnit.SECONDS)).isTrue();
        resource.unregister();
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(counts.interrupted).hasValue(1);
        assertThat(counts.departures.of(context.getBundle().getBundleId()).interrupted())
                .isEqualTo(1);
    }

    private ServiceRegistration<?> register(String property) {
        return context.registerService(Object.class, new Object(), new Hashtable<>(Map.of(property, "true")));
    }

    private void hook(int drainSeconds) {
        RewireHook hook = new RewireHook(
                context, gate, new AbsentRoutes(), new Whiteboards(context), new GateLimits(drainSeconds));
        context.registerService(EventListenerHook.class, hook, new Hashtable<>());
    }
}
