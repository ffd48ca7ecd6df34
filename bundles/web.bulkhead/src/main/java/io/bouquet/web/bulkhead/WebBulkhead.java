package io.bouquet.web.bulkhead;

import io.bouquet.common.BackgroundThread;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Permissions;
import io.bouquet.web.Bulkheads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
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

/** Puts the bulkheads between the request guard and the gate, and tells them which bundle answers which path. */
@Component(
        service = {},
        configurationPid = WebBulkhead.PID)
@Designate(ocd = WebBulkhead.Config.class)
public final class WebBulkhead {
    static final String PID = "io.bouquet.web.bulkhead";

    private static final Logger LOG = LoggerFactory.getLogger(WebBulkhead.class);
    /** Property of the HTTP server's service: the number of threads that answer requests. */
    private static final String THREADS = "io.bouquet.web.threads";

    /** Number of threads to assume while no HTTP server is registered. */
    private static final int DEFAULT_THREADS = 180;
    /** Between the request guard (1000) and the gate (0). */
    private static final int RANKING = 500;
    /** Delay in which several changes of a whiteboard are read as one. */
    private static final Duration SETTLED = Duration.ofMillis(50);

    /** The share of the HTTP server's threads that plugins may have. */
    @ObjectClassDefinition(name = "Bouquet bulkheads")
    @interface Config {
        @AttributeDefinition(
                description =
                        "Percentage of the server's threads that the requests to one plugin may take, at least 8 threads")
        int threadsPercent() default 25;

        @AttributeDefinition(
                description =
                        "Percentage of the server's threads that the requests to all plugins may take, at least 8 threads")
        int allThreadsPercent() default 75;

        @AttributeDefinition(
                description = "Threads for single plugins, such as com.example.reports=4;"
                        + " by the symbolic name of the bundle that answers")
        String[] plugins() default {};

        @AttributeDefinition(
                description = "Requests to one plugin that may wait for a thread of its share; more get 503")
        int queue() default 100;

        @AttributeDefinition(description = "Seconds that requests wait for a thread; then 503")
        int queueSeconds() default 10;
    }

    private final BundleContext context;
    private final Compartments compartments;
    private final BulkheadFilter filter;
    private final ServiceListener runtimeListener = event -> refreshSoon();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final BackgroundThread scheduler = new BackgroundThread("bouquet-bulkheads");
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
        compartments = new Compartments(Limits.of(config, DEFAULT_THREADS));
        filter = new BulkheadFilter(compartments, () -> permissions);
        filter.waits(config.queueSeconds());
        context.addServiceListener(
                runtimeListener,
                "(|(objectClass=org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime)"
                        + "(objectClass=org.osgi.service.http.runtime.HttpServiceRuntime))");
        refresh();
        register(Preprocessor.class, filter, Map.of(Constants.SERVICE_RANKING, RANKING));
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
        scheduler.close();
        // waiting requests go on without a bulkhead
        compartments.keep(owner -> false);
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
            Map<Long, Bundle> bundles = bundlesByService();
            Owners owners = new Owners(bundles::get, PlatformBundles::contains);
            ask(JaxrsServiceRuntime.class, runtime -> owners.add(runtime.getRuntimeDTO()));
            ask(HttpServiceRuntime.class, runtime -> owners.add(runtime.getRuntimeDTO()));
            filter.owners(owners);
            compartments.limits(Limits.of(config, threads()));
            compartments.keep(owners::has);
        } catch (RuntimeException e) {
            LOG.warn("cannot read the routes of a whiteboard", e);
        }
    }

    private int threads() {
        ServiceReference<HttpServiceRuntime> server = context.getServiceReference(HttpServiceRuntime.class);
        return server != null && server.getProperty(THREADS) instanceof Integer threads ? threads : DEFAULT_THREADS;
    }

    /** Returns the bundle of each service by service id. One pass: the framework searches all services for a single id. */
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

    /** Reads {@code name=threads}; other settings are logged and ignored. */
    static Map<String, Integer> shares(String[] settings) {
        Map<String, Integer> shares = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            try {
                shares.put(parts[0].strip(), Math.max(1, Integer.parseInt(parts.length < 2 ? "" : parts[1].strip())));
            } catch (NumberFormatException e) {
                LOG.warn("{}: the setting '{}' of plugins is ignored; it needs the form name=threads", PID, setting);
            }
        }
        return shares;
    }
}
