package io.bouquet.web.gate;

import io.bouquet.web.Traffic;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.ws.rs.container.DynamicFeature;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
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
 * Puts the gate in front of the whiteboard. It registers its services itself, since their order matters: the hook comes
 * first and goes last but for the filter, so that the whiteboard's rewiring for the mark loses nothing either.
 */
@Component(
        service = {},
        configurationPid = WebGate.PID)
@Designate(ocd = WebGate.Config.class)
public final class WebGate {
    static final String PID = "io.bouquet.web.gate";

    private static final Logger LOG = LoggerFactory.getLogger(WebGate.class);
    private static final int AFTER_THE_DOOR = 0;
    /** What a bundle may take to register its services once who listens to bundles has been told that it has started. */
    private static final long GRACE_MILLIS = 1_000;
    /** How soon is asked whether all have been told. */
    private static final long TOLD_MILLIS = 250;

    private static final long SETTLED_MILLIS = 50;
    /** How soon the HTTP whiteboard, which does not tell, is asked whether what is waited for is there. */
    private static final long ASK_AGAIN_MILLIS = 4;

    /** How long requests wait for plugins, and plugins for requests. */
    @ObjectClassDefinition(name = "Bouquet gate")
    @interface Config {
        @AttributeDefinition(
                description = "Seconds that a bundle which goes waits for the requests it answers, which are then"
                        + " interrupted")
        int drainSeconds() default 10;

        @AttributeDefinition(description = "Seconds that requests wait for a service whose bundle is updated; then 503")
        int awaitSeconds() default 10;

        @AttributeDefinition(
                description = "Seconds that requests wait at most while the JAX-RS whiteboard rewires, which takes it"
                        + " milliseconds")
        int closedSeconds() default 5;
    }

    private final Whiteboards whiteboards;
    private final Absences absences = new Absences();
    private final Counts counts = new Counts(System::nanoTime);
    private final Gate gate;
    private final RewireHook hook;
    private final GateFilter filter;
    private final BundleContext context;
    // synchronous, so that an absence is not taken for one of an earlier update
    private final SynchronousBundleListener bundleListener = this::bundleChanged;
    private final FrameworkListener refreshListener = this::refreshed;
    private final ServiceListener runtimeListener = event -> refreshSoon();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final ScheduledExecutorService books;
    private final AtomicBoolean willRefresh = new AtomicBoolean();
    private final AtomicBoolean willAsk = new AtomicBoolean();

    @Activate
    public WebGate(Config config, BundleContext context) throws InvalidSyntaxException {
        this.context = context;
        whiteboards = new Whiteboards(context);
        books = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "bouquet-gate-books");
            thread.setDaemon(true);
            return thread;
        });
        gate = new Gate(counts, this::opened, TimeUnit.SECONDS.toNanos(config.closedSeconds()));
        filter = new GateFilter(gate, absences);
        context.addBundleListener(bundleListener);
        context.addFrameworkListener(refreshListener);
        context.addServiceListener(
                runtimeListener,
                "(|(objectClass=org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime)"
                        + "(objectClass=org.osgi.service.http.runtime.HttpServiceRuntime))");
        refresh();
        books.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        hook = new RewireHook(context, gate, absences, whiteboards, config);
        register(EventListenerHook.class, hook, Map.of());
        hook.begin();
        HttpHook httpHook = new HttpHook(hook, gate, absences, whiteboards, filter::routes, this::httpChanges, config);
        register(Preprocessor.class, filter, Map.of(Constants.SERVICE_RANKING, AFTER_THE_DOOR));
        register(
                DynamicFeature.class,
                new EntryMark(),
                Map.of(
                        JaxrsWhiteboardConstants.JAX_RS_EXTENSION,
                        true,
                        JaxrsWhiteboardConstants.JAX_RS_NAME,
                        "bouquet-gate",
                        JaxrsWhiteboardConstants.JAX_RS_APPLICATION_SELECT,
                        "(osgi.jaxrs.name=*)"));
        register(Traffic.class, counts, Map.of());
        register(
                HealthCheck.class,
                new GateCheck(counts, absences),
                Map.of(HealthCheck.NAME, "gate", HealthCheck.TAGS, "ready"));
        register(EventListenerHook.class, httpHook, Map.of());
    }

    private <S> void register(Class<S> type, S service, Map<String, ?> properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        registrations.add(context.registerService(type, service, dictionary));
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(bundleListener);
        context.removeFrameworkListener(refreshListener);
        context.removeServiceListener(runtimeListener);
        // the mark while the gate still works; the hooks; then the filter, which holds nobody any more
        unregister(5);
        unregister(4);
        unregister(3);
        unregister(2);
        unregister(0);
        hook.end();
        gate.close();
        absences.end(absence -> true, Absence.End.GO_ON);
        unregister(1);
        books.shutdownNow();
    }

    private void unregister(int index) {
        registrations.get(index).unregister();
    }

    private void tick() {
        counts.tick();
        long now = System.nanoTime();
        int late = absences.end(absence -> now - absence.deadline >= 0, Absence.End.GIVE_UP);
        if (late > 0) {
            LOG.warn("{} routes whose bundles were expected back are not there; requests no longer wait", late);
        }
    }

    /** The HTTP whiteboard is about to hear of a service. */
    private void httpChanges() {
        if (!willAsk.getAndSet(true)) {
            soon(this::askHttp, ASK_AGAIN_MILLIS);
        }
        refreshSoon();
    }

    private void askHttp() {
        willAsk.set(false);
        refreshHttp();
        if (absences.hasHttp() && !willAsk.getAndSet(true)) {
            soon(this::askHttp, ASK_AGAIN_MILLIS);
        }
    }

    private void opened() {
        if (absences.isEmpty()) {
            refreshSoon();
        } else {
            // somebody may wait for what has come
            soon(this::refresh, 0);
        }
    }

    private void refreshSoon() {
        if (!willRefresh.getAndSet(true)) {
            soon(
                    () -> {
                        willRefresh.set(false);
                        refresh();
                    },
                    SETTLED_MILLIS);
        }
    }

    private void soon(Runnable work, long millis) {
        try {
            books.schedule(work, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the gate is being taken away", e);
        }
    }

    private void refresh() {
        try {
            // which have begun is asked first: what is served is then known to be served again
            List<Absence> begun = absences.begun();
            List<Route> routes = whiteboards.routes();
            absences.present(routes, begun);
        } catch (RuntimeException e) {
            LOG.warn("the JAX-RS whiteboard cannot say what it serves", e);
        }
        refreshHttp();
    }

    private void refreshHttp() {
        try {
            List<Absence> begun = absences.begun();
            HttpRoutes now = whiteboards.http(filter.routes());
            // before those who wait go on, so that they are counted as answered by what has come
            filter.routes(now);
            absences.presentHttp(now.routes(), begun);
        } catch (RuntimeException e) {
            LOG.warn("the HTTP whiteboard cannot say what it serves", e);
        }
    }

    private void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        switch (event.getType()) {
            case BundleEvent.STARTING -> counts.departures.starts(bundle.getBundleId());
            case BundleEvent.STARTED -> {
                // by then it may be on its way to the next update
                List<Absence> expected = absences.of(bundle.getBundleId());
                if (!expected.isEmpty()) {
                    endSoon(expected, Dispatch.current());
                }
            }
            case BundleEvent.STOPPED -> {
                BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
                if (level == null || !level.isPersistentlyStarted()) {
                    goOn(bundle);
                }
            }
            case BundleEvent.UNINSTALLED -> {
                goOn(bundle);
                gate.forget(bundle);
            }
            default -> {
                // on its way
            }
        }
    }

    /**
     * A bundle that cannot be resolved after a refresh, since what it needs has gone, does not come back with it: who waits
     * for it is told so at once.
     */
    private void refreshed(FrameworkEvent event) {
        if (event.getType() != FrameworkEvent.PACKAGES_REFRESHED || absences.isEmpty()) {
            return;
        }
        FrameworkWiring framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        absences.end(absence -> !canResolve(framework, absence.bundle), Absence.End.GO_ON);
    }

    /** By a look only: to have the framework resolve it could cross with whoever is updating it at the moment. */
    private boolean canResolve(FrameworkWiring framework, long id) {
        Bundle bundle = context.getBundle(id);
        BundleRevision revision = bundle == null ? null : bundle.adapt(BundleRevision.class);
        return revision != null
                && (bundle.getState() != Bundle.INSTALLED
                        || revision.getDeclaredRequirements(null).stream()
                                .filter(WebGate::isNeeded)
                                .noneMatch(needed ->
                                        framework.findProviders(needed).isEmpty()));
    }

    private static boolean isNeeded(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
        return (resolution == null || resolution.equals(Constants.RESOLUTION_MANDATORY))
                && (effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE));
    }

    /**
     * A bundle has started: who waits for what it does not bring back is told so. Declarative services begin while the
     * event is dispatched, which takes a busy machine as long as it takes.
     */
    private void endSoon(List<Absence> expected, Dispatch started) {
        soon(
                () -> {
                    if (started.isGoingOn()) {
                        endSoon(expected, started);
                    } else {
                        soon(() -> absences.end(expected::contains, Absence.End.GO_ON), GRACE_MILLIS);
                    }
                },
                TOLD_MILLIS);
    }

    /** Who waits for a bundle that will not have the service again learns so from the whiteboard. */
    private void goOn(Bundle bundle) {
        absences.end(absence -> absence.bundle == bundle.getBundleId(), Absence.End.GO_ON);
    }
}
