package io.bouquet.web.socket.jetty;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.spi.AccountListener;
import io.bouquet.common.BackgroundThread;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.web.MethodAccess;
import io.bouquet.web.socket.SocketEndpoint;
import io.bouquet.web.socket.SocketService;
import io.bouquet.web.socket.SocketSession;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.servlet.Servlet;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.context.ServletContextHelper;
import org.osgi.service.http.whiteboard.HttpWhiteboardConstants;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the endpoints that are registered as services. It registers a servlet for each in the name of the endpoint's bundle,
 * so that the gate, the bulkheads and the list of routes treat the handshakes as requests to that bundle.
 */
@Component(
        service = {AccountListener.class, ContributionStatus.class},
        immediate = true,
        configurationPid = SocketEndpoints.PID)
@Designate(ocd = SocketEndpoints.Config.class)
public final class SocketEndpoints implements AccountListener, ContributionStatus {
    static final String PID = "io.bouquet.web.socket";

    private static final Logger LOG = LoggerFactory.getLogger(SocketEndpoints.class);
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
    /** Paths of the platform, with all paths below them. */
    private static final Pattern RESERVED = Pattern.compile("/(api|console|docs|openapi\\.json|v2)(/.*)?");

    /** Limits for WebSockets. */
    @ObjectClassDefinition(name = "Bouquet WebSockets")
    @interface Config {
        @AttributeDefinition(description = "WebSockets that may be open; more are refused with 503")
        int sockets() default 2000;

        @AttributeDefinition(description = "WebSockets that one account may have open; more are refused with 429")
        int socketsPerAccount() default 100;

        @AttributeDefinition(description = "Threads on which the code of one endpoint runs")
        int threads() default 8;

        @AttributeDefinition(
                description =
                        "Seconds of silence after which a client gets a ping; without an answer in the same time it is"
                                + " disconnected")
        int pingSeconds() default 20;

        @AttributeDefinition(
                description = "Seconds in which an endpoint must answer a message; then the socket is closed with 1011")
        int answerSeconds() default 30;

        @AttributeDefinition(description = "Seconds in which a client must read a message; then it is disconnected")
        int writeSeconds() default 20;

        @AttributeDefinition(
                description = "Seconds in which messages are still answered when their bundle is replaced; then the"
                        + " endpoint is interrupted")
        int drainSeconds() default 10;

        @AttributeDefinition(
                description =
                        "Minutes after which a socket is closed with 1001, so that the credentials are checked again")
        int socketMinutes() default 60;
    }

    private final BundleContext context;
    private final Config config;
    private final MethodAccess access;
    private final Places places;
    private final Upgrader upgrader = new Upgrader();
    private final Set<Endpoint> endpoints = ConcurrentHashMap.newKeySet();
    private final BackgroundThread ticker = new BackgroundThread("bouquet-sockets");
    /** Not a reference of the component: the bundles of the services must be known, and removing one must wait. */
    private final ServiceTracker<SocketEndpoint, Runnable> tracker;
    /** What bundles contribute, by the id of the service. */
    private final Map<Long, Registered> registered = new ConcurrentHashMap<>();

    /** @param endpoint null if the service is not served */
    private record Registered(
            long bundle, String path, @Nullable Endpoint endpoint, String trouble) {}

    @Activate
    public SocketEndpoints(BundleContext context, Config config, @Reference MethodAccess access) {
        this.context = context;
        this.config = config;
        this.access = access;
        places = new Places(config.sockets(), config.socketsPerAccount());
        ticker.repeat(Duration.ofMillis(500), this::check);
        tracker = new ServiceTracker<>(context, SocketEndpoint.class, null) {
            @Override
            public @Nullable Runnable addingService(ServiceReference<SocketEndpoint> reference) {
                return serve(reference);
            }

            @Override
            public void removedService(ServiceReference<SocketEndpoint> reference, Runnable end) {
                end.run();
                registered.remove((Long) reference.getProperty(Constants.SERVICE_ID));
            }
        };
        tracker.open();
    }

    @Deactivate
    void deactivate() {
        tracker.close();
        endpoints.forEach(Endpoint::disconnect);
        ticker.close();
        upgrader.close();
    }

    /** Returns what ends the service of an endpoint. */
    private @Nullable Runnable serve(ServiceReference<SocketEndpoint> reference) {
        Bundle bundle = reference.getBundle();
        BundleContext owner = bundle == null ? null : bundle.getBundleContext();
        if (bundle == null || owner == null) {
            return null;
        }
        Long id = (Long) reference.getProperty(Constants.SERVICE_ID);
        String text = String.valueOf(reference.getProperty(SocketService.PREFIX_ + "path"));
        String trouble = trouble(text, bundle);
        if (!trouble.isEmpty()) {
            LOG.error("the WebSocket endpoint {} of {} is not served: {}", text, bundle.getSymbolicName(), trouble);
            registered.put(id, new Registered(bundle.getBundleId(), text, null, trouble));
            return () -> {};
        }
        SocketEndpoint service = context.getService(reference);
        if (service == null) {
            return null;
        }
        Endpoint endpoint = new Endpoint(
                text + " of " + bundle.getSymbolicName() + " " + bundle.getVersion(), service, config.threads());
        Method open = openOf(service.getClass());
        Limits limits = new Limits(
                number(reference, "maxMessageBytes", 64 * 1024),
                Math.max(1, number(reference, "maxUnanswered", 16)),
                Duration.ofSeconds(config.pingSeconds()),
                Duration.ofSeconds(number(reference, "idleSeconds", 300)),
                Duration.ofSeconds(config.answerSeconds()),
                Duration.ofSeconds(config.writeSeconds()),
                Duration.ofMinutes(config.socketMinutes()));
        endpoints.add(endpoint);
        registered.put(id, new Registered(bundle.getBundleId(), text, endpoint, ""));
        String name = "bouquet-socket-" + id;
        ServiceRegistration<?> helper = owner.registerService(
                ServletContextHelper.class,
                new ServletContextHelper() {},
                properties(Map.of(
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME, name,
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH, text)));
        ServiceRegistration<?> servlet = owner.registerService(
                Servlet.class,
                new SocketServlet(endpoint, limits, places, access, open, upgrader),
                properties(Map.of(
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
                        "/*",
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME,
                        service.getClass().getSimpleName(),
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_ASYNC_SUPPORTED,
                        true,
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT,
                        "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=" + name + ")",
                        MethodAccess.PROPERTY,
                        access.of(service.getClass(), open),
                        SocketService.PREFIX_ + "path",
                        text)));
        return () -> {
            end(endpoint, servlet);
            unregister(helper);
            context.ungetService(reference);
        };
    }

    private static String trouble(String path, Bundle bundle) {
        if (!PATH.matcher(path).matches()) {
            return "its property " + SocketService.PREFIX_ + "path must be a path such as /chat";
        }
        return RESERVED.matcher(path).matches() && !PlatformBundles.contains(bundle)
                ? "paths of the platform, such as those below /api, are not for plugins"
                : "";
    }

    @Override
    public List<Contribution> of(long bundleId) {
        return registered.values().stream()
                .filter(one -> one.bundle() == bundleId)
                .map(one -> new Contribution(
                        "WebSocket",
                        one.path(),
                        one.endpoint() == null ? Contribution.State.FAILED : Contribution.State.WORKS,
                        one.endpoint() == null
                                ? one.trouble()
                                : "open sockets: " + one.endpoint().sockets().size(),
                        one.endpoint() == null ? "wrong-socket-path" : "",
                        one.endpoint() == null ? "Choose another path in the source: @SocketService(path = …)" : ""))
                .toList();
    }

    private static Method openOf(Class<?> type) {
        try {
            return type.getMethod("open", SocketSession.class);
        } catch (NoSuchMethodException never) {
            throw new IllegalStateException(never);
        }
    }

    private static int number(ServiceReference<?> reference, String name, int otherwise) {
        return reference.getProperty(SocketService.PREFIX_ + name) instanceof Number number
                ? number.intValue()
                : otherwise;
    }

    private static Dictionary<String, Object> properties(Map<String, Object> properties) {
        return new Hashtable<>(properties);
    }

    private void end(Endpoint endpoint, ServiceRegistration<?> servlet) {
        // the gate holds new handshakes from now on, and waits for those in progress
        unregister(servlet);
        boolean platformStops =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
        endpoint.end(
                platformStops ? CloseStatus.SHUTDOWN : CloseStatus.SERVICE_RESTART,
                platformStops ? "the platform stops" : "the service is being replaced; open the socket again",
                Duration.ofSeconds(config.drainSeconds()));
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // its bundle has stopped already
        }
    }

    private void check() {
        long now = System.nanoTime();
        endpoints.forEach(endpoint -> endpoint.sockets().forEach(socket -> socket.check(now)));
        endpoints.removeIf(endpoint -> endpoint.isEnding() && endpoint.sockets().isEmpty());
    }

    private void end(Predicate<JettySocket> which, String reason) {
        for (Endpoint endpoint : endpoints) {
            for (JettySocket socket : endpoint.sockets()) {
                if (which.test(socket)) {
                    socket.end(CloseStatus.POLICY_VIOLATION, reason);
                }
            }
        }
    }

    @Override
    public void passwordChanged(String name) {
        end(socket -> socket.isOf(name), "the password has changed");
    }

    @Override
    public void groupsChanged(Account account) {
        end(socket -> socket.isOf(account.name()), "the groups of the account have changed");
    }

    @Override
    public void removed(String name) {
        end(socket -> socket.isOf(name), "the account was removed");
    }

    @Override
    public void tokenRevoked(String id) {
        end(socket -> socket.caller().token().equals(id), "the token was revoked");
    }
}
