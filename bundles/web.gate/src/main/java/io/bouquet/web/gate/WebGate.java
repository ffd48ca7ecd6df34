package io.bouquet.web.gate;

import io.bouquet.common.BackgroundThread;
import io.bouquet.web.Traffic;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseFilter;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.http.whiteboard.Preprocessor;
import org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the gate in front of both whiteboards. It registers its services itself, since their order matters: the JAX-RS
 * hook comes before the filter for matched methods and goes after it, so that the rewirings for that filter lose no
 * requests either.
 */
@Component(
        service = {},
        configurationPid = WebGate.PID)
@Designate(ocd = WebGate.Config.class)
public final class WebGate {
    static final String PID = "io.bouquet.web.gate";

    private static final Logger LOG = LoggerFactory.getLogger(WebGate.class);
    /** Below the request guard (1000) and the bulkheads (500). */
    private static final int RANKING = 0;

    /** Delay in which several changes of a whiteboard are read as one. */
    private static final Duration SETTLED = Duration.ofMillis(50);
    /** Interval for asking the HTTP whiteboard whether an absent route is back, since it reports changes late. */
    private static final Duration HTTP_POLL = Duration.ofMillis(4);

    /** How long requests wait for plugins, and plugins for requests. */
    @ObjectClassDefinition(name = "Bouquet gate")
    @interface Config {
        @AttributeDefinition(
                description = "Seconds that a bundle which stops waits for the requests it is answering; then they are"
                        + " interrupted")
        int drainSeconds() default 10;

        @AttributeDefinition(
                description = "Seconds that requests wait for a service whose bundle is being updated; then 503")
        int awaitSeconds() default 10;

        @AttributeDefinition(
                description = "Seconds that requests wait at most while the JAX-RS whiteboard rewires, which normally"
                        + " takes milliseconds")
        int closedSeconds() default 5;
    }

    private final BundleContext context;
    private final Whiteboards whiteboards;
    private final AbsentRoutes absentRoutes = new AbsentRoutes();
    private final Counts counts = new Counts(System::nanoTime);
    private final Gate gate;
    private final RewireHook hook;
    private final GateFilter filter;
    private final ExpectedBundles expectedBundles;
    private final BackgroundThread scheduler = new BackgroundThread("bouquet-gate-scheduler");
    private final BundleListener bundleListener = (SynchronousBundleListener) this::bundleChanged;
    private final ServiceListener runtimeListener = event -> refreshSoon();
    private final AtomicBoolean willRefresh = new AtomicBoolean();
    private final AtomicBoolean willAskHttp = new AtomicBoolean();

    private final ServiceRegistration<?> hookRegistration;
    private final ServiceRegistration<?> filterRegistration;
    private final ServiceRegistration<?> matchedMethodRegistration;
    private final ServiceRegistration<?> trafficRegistration;
    private final ServiceRegistration<?> checkRegistration;
    private final ServiceRegistration<?> httpHookRegistration;

    @Activate
    public WebGate(Config config, BundleContext context) throws InvalidSyntaxException {
        this.context = context;
        whiteboards = new Whiteboards(context);
        gate = new Gate(counts, this::opened, TimeUnit.SECONDS.toNanos(config.closedSeconds()));
        filter = new GateFilter(gate, absentRoutes);
        expectedBundles = new ExpectedBundles(context, absentRoutes, scheduler);
        expectedBundles.begin();
        context.addBundleListener(bundleListener);
        context.addServiceListener(
                runtimeListener,
                "(|(objectClass=org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime)"
                        + "(objectClass=org.osgi.service.http.runtime.HttpServiceRuntime))");
        refresh();
        scheduler.repeat(Duration.ofSeconds(1), this::tick);
        hook = new RewireHook(context, gate, absentRoutes, whiteboards, config);
        HttpHook httpHook =
                new HttpHook(hook, gate, absentRoutes, whiteboards, filter::routes, this::httpChanges, config);
        hookRegistration = register(EventListenerHook.class, hook, Map.of());
        hook.begin();
        filterRegistration = register(Preprocessor.class, filter, Map.of(Constants.SERVICE_RANKING, RANKING));
        matchedMethodRegistration = context.registerService(
                new String[] {ContainerRequestFilter.class.getName(), ContainerResponseFilter.class.getName()},
                new MatchedMethodFilter(),
                new Hashtable<>(Map.of(
                        JaxrsWhiteboardConstants.JAX_RS_EXTENSION,
                        true,
                        JaxrsWhiteboardConstants.JAX_RS_NAME,
                        "bouquet-gate",
                        JaxrsWhiteboardConstants.JAX_RS_APPLICATION_SELECT,
                        "(osgi.jaxrs.name=*)")));
        trafficRegistration = register(Traffic.class, counts, Map.of());
        checkRegistration = register(
                HealthCheck.class,
                new GateCheck(counts, absentRoutes),
                Map.of(HealthCheck.NAME, "gate", HealthCheck.TAGS, "ready"));
        httpHookRegistration = register(EventListenerHook.class, httpHook, Map.of());
    }

    private <S> ServiceRegistration<S> register(Class<S> type, S service, Map<String, ?> properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        return context.registerService(type, service, dictionary);
    }

    @Deactivate
    void deactivate() {
        expectedBundles.end();
        context.removeBundleListener(bundleListener);
        context.removeServiceListener(runtimeListener);
        httpHookRegistration.unregister();
        checkRegistration.unregister();
        trafficRegistration.unregister();
        // while the gate still holds the requests that this rewiring would lose
        matchedMethodRegistration.unregister();
        hookRegistration.unregister();
        hook.end();
        gate.close();
        absentRoutes.end(absent -> true, AbsentRoute.End.RETRY);
        filterRegistration.unregister();
        scheduler.close();
    }

    private void tick() {
        counts.tick();
        long now = System.nanoTime();
        int late = absentRoutes.end(absent -> now - absent.deadline >= 0, AbsentRoute.End.TIMED_OUT);
        if (late > 0) {
            LOG.warn("{} routes of updated bundles did not come back in time; requests no longer wait for them", late);
        }
    }

    private void bundleChanged(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.STARTING ->
                counts.departures.starts(event.getBundle().getBundleId());
            case BundleEvent.UNINSTALLED -> gate.forget(event.getBundle());
            default -> {
                // neither starts a new count nor frees the bundle
            }
        }
    }

    /** The HTTP whiteboard is about to receive the event of a service. */
    private void httpChanges() {
        askHttpSoon();
        refreshSoon();
    }

    private void askHttpSoon() {
        if (!willAskHttp.getAndSet(true)) {
            scheduler.schedule(HTTP_POLL, this::askHttp);
        }
    }

    private void askHttp() {
        willAskHttp.set(false);
        refreshHttp();
        if (absentRoutes.hasHttp()) {
            askHttpSoon();
        }
    }

    private void opened() {
        if (absentRoutes.isEmpty()) {
            refreshSoon();
        } else {
            // a request may wait for a route that is back
            scheduler.execute(this::refresh);
        }
    }

    private void refreshSoon() {
        if (!willRefresh.getAndSet(true)) {
            scheduler.schedule(SETTLED, () -> {
                willRefresh.set(false);
                refresh();
            });
        }
    }

    private void refresh() {
        try {
            // removed routes first: the whiteboard lists one of them later only if it is back
            List<AbsentRoute> removed = absentRoutes.removed();
            absentRoutes.servedRest(whiteboards.routes(), removed);
        } catch (RuntimeException e) {
            LOG.warn("cannot read the routes of the JAX-RS whiteboard", e);
        }
        refreshHttp();
    }

    private void refreshHttp() {
        try {
            List<AbsentRoute> removed = absentRoutes.removed();
            HttpRoutes now = whiteboards.http(filter.routes());
            // before waiting requests go on, so that they are counted for the new servlets
            filter.routes(now);
            absentRoutes.servedHttp(now.routes(), removed);
        } catch (RuntimeException e) {
            LOG.warn("cannot read the routes of the HTTP whiteboard", e);
        }
    }
}
