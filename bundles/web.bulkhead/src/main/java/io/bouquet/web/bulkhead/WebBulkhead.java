package io.bouquet.web.bulkhead;

import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Permissions;
import io.bouquet.web.Bulkheads;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.felix.hc.api.HealthCheck;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.http.whiteboard.Preprocessor;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the bulkheads behind the door and before the gate, and tells them which bundle answers where. */
@Component(
        service = {},
        configurationPid = WebBulkhead.PID)
@Designate(ocd = WebBulkhead.Config.class)
public final class WebBulkhead {
    static final String PID = "io.bouquet.web.bulkhead";

    private static final Logger LOG = LoggerFactory.getLogger(WebBulkhead.class);
    /** Of the HTTP server's service. */
    private static final String THREADS = "io.bouquet.web.threads";

    private static final int USUAL_THREADS = 180;
    private static final int BETWEEN_DOOR_AND_GATE = 500;
    private static final long SETTLED_MILLIS = 50;

    /** What plugins may take of the HTTP server. */
    @ObjectClassDefinition(name = "Bouquet bulkheads")
    @interface Config {
        @AttributeDefinition(
                description = "Percent of the server's threads that the requests to one plugin may take, at least 8")
        int threadsPercent() default 25;

        @AttributeDefinition(description = "Percent of them that the requests to all plugins may take, at least 8")
        int allThreadsPercent() default 75;

        @AttributeDefinition(
                description = "Shares of single plugins, in threads, such as com.example.reports=4;"
                        + " by the symbolic name of the bundle that answers")
        String[] plugins() default {};

        @AttributeDefinition(
                description = "Requests to one plugin that may wait for a thread of its share; more get 503")
        int queue() default 100;

        @AttributeDefinition(description = "Seconds that they wait; then 503")
        int queueSeconds() default 10;
    }

    private final BundleContext context;
    private final Compartments compartments;
    private final BulkheadFilter filter;
    private final ServiceListener runtimeListener = event -> refreshSoon();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final ScheduledExecutorService books;
    private final AtomicBoolean willRefresh = new AtomicBoolean();
    private volatile Config config;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Permissions permissions;

    @Activate
    public WebBulkhead(Config config, BundleContext context) throws InvalidSyntaxException {
        this.config = config;
        this.context = context;
        compartments = new Compartments(Limits.of(config, USUAL_THREADS));
        filter = new BulkheadFilter(compartments, () -> permissions);
        filter.waits(config.queueSeconds());
        books = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "bouquet-bulkheads");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
        context.addServiceListener(
                runtimeListener,
                "(|(objectClass=org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime)"
                        + "(objectClass=org.osgi.service.http.runtime.HttpServiceRuntime))");
        refresh();
        register(Preprocessor.class, filter, Map.of(Constants.SERVICE_RANKING, BETWEEN_DOOR_AND_GATE));
        register(Bulkheads.class, compartments, Map.of());
        register(
                HealthCheck.class,
                new BulkheadCheck(compartments),
                Map.of(HealthCheck.NAME, "bulkheads", HealthCheck.TAGS, "ready"));
    }

    @Modified
    void modified(Config changed) {
        config = changed;
        filter.waits(changed.queueSeconds());
        refreshSoon();
    }

    private <S> void register(Class<S> type, S service, Map<String, ?> properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        registrations.add(context.registerService(type, service, dictionary));
    }

    @Deactivate
    void deactivate() {
        context.removeServiceListener(runtimeListener);
        registrations.forEach(ServiceRegistration::unregister);
        books.shutdownNow();
        // who waits goes on without a bulkhead
        compartments.keep(owner -> false);
    }

    private void refreshSoon() {
        if (!willRefresh.getAndSet(true)) {
            try {
                books.schedule(
                        () -> {
                            willRefresh.set(false);
                            refresh();
                        },
                        SETTLED_MILLIS,
                        TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("the bulkheads are being taken away", e);
            }
        }
    }

    private void refresh() {
        try {
            Map<Long, Bundle> bundles = bundlesByService();
            Owners owners = new Owners(bundles::get, PlatformBundles::contains);
            ask(JaxrsServiceRuntime.class, runtime -> owners.add(runtime.getRuntimeDTO()));
            ask(HttpServiceRuntime.class, runtime -> owners.add(runtime.getRuntimeDTO()));
            filter.owners(owners);
            compartments.limits(Limits.of(config, threads()));
            compartments.keep(owners::has);
        } catch (RuntimeException e) {
            LOG.warn("a whiteboard cannot say what it serves", e);
        }
    }

    private int threads() {
        ServiceReference<HttpServiceRuntime> server = context.getServiceReference(HttpServiceRuntime.class);
        return server != null && server.getProperty(THREADS) instanceof Integer threads ? threads : USUAL_THREADS;
    }

    /** By the ids of services, of which routes have many: to find one by its id, the framework looks at all. */
    private Map<Long, Bundle> bundlesByService() {
        Map<Long, Bundle> bundles = new HashMap<>();
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(null, null);
            for (ServiceReference<?> service : all == null ? new ServiceReference<?>[0] : all) {
                Bundle bundle = service.getBundle();
                if (bundle != null) {
                    bundles.put((Long) service.getProperty(Constants.SERVICE_ID), bundle);
                }
            }
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
        return bundles;
    }

    private <S> void ask(Class<S> type, Consumer<S> question) {
        ServiceReference<S> reference = context.getServiceReference(type);
        S runtime = reference == null ? null : context.getService(reference);
        if (reference != null && runtime != null) {
            try {
                question.accept(runtime);
            } finally {
                context.ungetService(reference);
            }
        }
    }

    /** Reads {@code name=threads}; what is not so is told and left out. */
    static Map<String, Integer> shares(String[] settings) {
        Map<String, Integer> shares = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            try {
                shares.put(parts[0].strip(), Math.max(1, Integer.parseInt(parts.length < 2 ? "" : parts[1].strip())));
            } catch (NumberFormatException e) {
                LOG.warn("plugins of {}: '{}' is not of the form name=threads", PID, setting);
            }
        }
        return shares;
    }
}
