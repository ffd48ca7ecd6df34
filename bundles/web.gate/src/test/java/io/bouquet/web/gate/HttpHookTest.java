package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.service.http.runtime.dto.FilterDTO;
import org.osgi.service.http.runtime.dto.ResourceDTO;
import org.osgi.service.http.runtime.dto.RuntimeDTO;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;

/** A servlet that leaves, in a framework that tells the hook so. */
final class HttpHookTest {
    private static final String PATH = "/shop/orders";

    @TempDir
    private Path storage;

    private final Gate gate = new Gate(new Counts(System::nanoTime), () -> {}, TimeUnit.SECONDS.toNanos(1));
    private final AbsentRoutes absentRoutes = new AbsentRoutes();
    private final CountDownLatch changed = new CountDownLatch(2);
    private TestFramework framework;
    private HttpRoutes routes = HttpRoutes.NONE;
    private ServiceRegistration<?> servlet;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(storage);
        BundleContext context = framework.context();
        Whiteboards whiteboards = new Whiteboards(context);
        RewireHook rewires = new RewireHook(context, gate, absentRoutes, whiteboards, new GateLimits(10));
        context.registerService(
                EventListenerHook.class,
                new HttpHook(
                        rewires, gate, absentRoutes, whiteboards, () -> routes, changed::countDown, new GateLimits(10)),
                new Hashtable<>());
        servlet = context.registerService(
                Object.class, new Object(), new Hashtable<>(Map.of("osgi.http.whiteboard.servlet.pattern", PATH)));
        routes = HttpRoutes.of(
                serving(PATH, (Long) servlet.getReference().getProperty(Constants.SERVICE_ID)),
                id -> false,
                id -> "",
                routes);
    }

    @AfterEach
    void stop() throws Exception {
        gate.close();
        framework.stop();
    }

    @Test
    void letsRequestsFinishAndHoldsNewOnesWhileAServletLeaves() throws Exception {
        GatedRequest answering = new GatedRequest(gate, true);
        HttpRoutes.Match match = routes.match(PATH);
        assertThat(match.isPlain()).isTrue();
        answering.answeredBy(match.answering(), PATH);

        CompletableFuture<Void> leaving = CompletableFuture.runAsync(servlet::unregister);
        while (!answering.isEnding()) {
            Thread.onSpinWait();
        }
        assertThat(absentRoutes.find(PATH, match)).as("for new requests").isNotNull();
        assertThat(leaving).as("the service stays while it answers").isNotDone();
        assertThat(absentRoutes.removed()).isEmpty();

        answering.finish();
        leaving.get(10, TimeUnit.SECONDS);
        assertThat(changed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(absentRoutes.removed()).as("its dispatch is over").hasSize(1);

        absentRoutes.servedHttp(
                HttpRoutes.of(serving(PATH, 1_000), id -> false, id -> "", routes)
                        .routes(),
                absentRoutes.removed());
        assertThat(absentRoutes.isEmpty()).as("another took its place").isTrue();
        assertThat(match.answering()).allMatch(requests -> requests.isEmpty());
    }

    @Test
    void doesNotWaitForARequestThatWaitsForTheServletItself() throws Exception {
        GatedRequest waiting = new GatedRequest(gate, true);
        waiting.answeredBy(routes.match(PATH).answering(), PATH);
        CompletableFuture<Void> leaving = CompletableFuture.runAsync(servlet::unregister);
        while (!waiting.isEnding()) {
            Thread.onSpinWait();
        }
        waiting.waitsForAbsentRoute();
        leaving.get(5, TimeUnit.SECONDS);
        assertThat(waiting.takeResumed()).isTrue();
    }

    static RuntimeDTO serving(String path, long service) {
        ServletDTO servlet = new ServletDTO();
        servlet.serviceId = service;
        servlet.patterns = new String[] {path};
        ServletContextDTO context = new ServletContextDTO();
        context.serviceId = 0;
        context.contextPath = "/";
        context.servletDTOs = new ServletDTO[] {servlet};
        context.resourceDTOs = new ResourceDTO[0];
        context.filterDTOs = new FilterDTO[0];
        RuntimeDTO runtime = new RuntimeDTO();
        runtime.servletContextDTOs = List.of(context).toArray(ServletContextDTO[]::new);
        return runtime;
    }
}
