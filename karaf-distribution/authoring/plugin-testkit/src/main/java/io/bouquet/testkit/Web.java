package io.bouquet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.common.RestFailure;
import io.bouquet.common.Threads;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.tagging.rest.internal.TaggingExceptionMapper;
import io.bouquet.web.binding.internal.BindingFilter;
import io.bouquet.web.binding.internal.Json;
import io.bouquet.web.binding.internal.JsonBodies;
import io.bouquet.web.binding.internal.JsonLines;
import io.bouquet.web.binding.internal.NamedConverters;
import io.bouquet.web.gate.Extensions;
import io.bouquet.web.gate.UnusableResources;
import io.bouquet.web.gate.WebGate;
import io.bouquet.web.internal.AcceptedProblems;
import io.bouquet.web.internal.AllowedMethods;
import io.bouquet.web.internal.AnswerFilter;
import io.bouquet.web.internal.BasicAuthenticator;
import io.bouquet.web.internal.BearerAuthenticator;
import io.bouquet.web.internal.DatabaseUnavailableExceptionMapper;
import io.bouquet.web.internal.DownloadWriter;
import io.bouquet.web.internal.EntityTags;
import io.bouquet.web.internal.JsonExceptionMapper;
import io.bouquet.web.internal.ProblemExceptionMapper;
import io.bouquet.web.internal.RequestGuard;
import io.bouquet.web.internal.ResourceAccess;
import io.bouquet.web.internal.RoleGuard;
import io.bouquet.web.internal.UnexpectedExceptionMapper;
import io.bouquet.web.internal.WebApplicationExceptionMapper;
import io.bouquet.web.jetty.HttpServer;
import io.bouquet.web.openapi.OpenApiDocuments;
import io.bouquet.web.openapi.OpenApiServlet;
import io.bouquet.web.socket.jetty.SocketEndpoints;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.validation.Validation;
import javax.ws.rs.Path;
import javax.ws.rs.ext.RuntimeDelegate;
import org.apache.aries.jax.rs.whiteboard.internal.Whiteboard;
import org.apache.cxf.common.logging.LogUtils;
import org.apache.cxf.common.logging.Slf4jLogger;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.http.runtime.HttpServiceRuntimeConstants;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;
import org.osgi.service.jaxrs.whiteboard.JaxrsWhiteboardConstants;

/** The platform's HTTP server with its whiteboards, and all that it does with requests to plugins. */
final class Web implements AutoCloseable {
    /** The platform's JAX-RS extensions for resources of plugins. */
    static final List<Class<?>> EXTENSIONS = List.of(
            AcceptedProblems.class,
            AnswerFilter.class,
            BindingFilter.class,
            DatabaseUnavailableExceptionMapper.class,
            DownloadWriter.class,
            EntityTags.class,
            JsonBodies.class,
            JsonExceptionMapper.class,
            JsonLines.class,
            NamedConverters.class,
            ProblemExceptionMapper.class,
            RoleGuard.class,
            TaggingExceptionMapper.class,
            UnexpectedExceptionMapper.class,
            WebApplicationExceptionMapper.class);

    private static final Duration OPENAPI = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    static {
        // Aries' JAX-RS API looks for one in OSGi only
        RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
        LogUtils.setLoggerClass(Slf4jLogger.class);
    }

    private final Container container = new Container();
    private final TestAccounts accounts = new TestAccounts();
    private final List<ContributionStatus> status = new ArrayList<>();
    private final Bundle plugin;
    private final Client client;
    private boolean hasOpenapi;

    /** @param files of the plugin, contents by path */
    Web(Map<String, byte[]> files) {
        try {
            // at the same time, since the start of a JVM is mostly the loading of classes
            CompletableFuture<?> http =
                    beside(() -> container.start(HttpServer.class, new Settings(Map.of("port", 0, "stopSeconds", 0))));
            CompletableFuture<?> validator = beside(Web::loadValidator);
            CompletableFuture<HttpClient> caller = CompletableFuture.supplyAsync(Client::newHttpClient, Web::begin);
            Json json = container.start(Json.class);
            EXTENSIONS.forEach(type -> container.start(type, json));
            // in a bundle of its own: the gate hides services of plugins from this bundle
            Bundle bundle = container.install("whiteboard", Map.of(), Map.of());
            Whiteboard whiteboard = Whiteboard.createWhiteboard(
                    new Hashtable<>(Map.of(Constants.SERVICE_PID, "org.apache.aries.jax.rs.whiteboard.default")));
            whiteboard.start(bundle.getBundleContext());
            container.onClose(whiteboard::stop);
            ServiceReference<JaxrsServiceRuntime> runtime = whiteboard.getServiceReference();
            http.join();
            container.start(WebGate.class);
            AllowedMethods methods =
                    container.start(AllowedMethods.class, container.service(JaxrsServiceRuntime.class), runtime);
            container.start(
                    RequestGuard.class,
                    methods,
                    accounts,
                    new BasicAuthenticator(accounts, accounts.tokens()),
                    new BearerAuthenticator(accounts.tokens()));
            status.add(container.start(Extensions.class, runtime));
            status.add(container.start(UnusableResources.class, runtime));
            ResourceAccess access = container.start(ResourceAccess.class);
            status.add(container.start(SocketEndpoints.class, access));
            plugin = container.install("plugin", Map.of(), files);
            validator.join();
            client = Client.of(caller.join(), URI.create("http://127.0.0.1:" + port()), accounts);
        } catch (RuntimeException | Error e) {
            container.close();
            throw e;
        }
    }

    private static CompletableFuture<?> beside(Runnable work) {
        return CompletableFuture.runAsync(work, Web::begin);
    }

    private static void begin(Runnable work) {
        Threads.daemon("testkit-start", work).start();
    }

    /** Loads the classes that the first request with constraints needs. */
    private static void loadValidator() {
        Validation.byProvider(HibernateValidator.class)
                .providerResolver(() -> List.of(new HibernateValidator()))
                .configure()
                .ignoreXmlConfiguration()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .close();
    }

    private int port() {
        ServiceReference<HttpServiceRuntime> http = container.context().getServiceReference(HttpServiceRuntime.class);
        String[] endpoints = (String[]) http.getProperty(HttpServiceRuntimeConstants.HTTP_SERVICE_ENDPOINT);
        return URI.create(endpoints[0]).getPort();
    }

    Client client() {
        return client;
    }

    /** Returns the context of the plugin's bundle. */
    BundleContext context() {
        return plugin.getBundleContext();
    }

    /** Has a component of the plugin deactivated at the end. */
    void deactivateAtEnd(Object component) {
        container.onClose(() -> Components.deactivate(component));
    }

    /**
     * Registers components on behalf of the plugin's bundle.
     *
     * @throws IllegalArgumentException if one of them would be no service
     */
    void serve(List<Object> components) {
        components.forEach(Web::refuseUnregistered);
        components.forEach(component -> PluginClasses.add(component.getClass(), plugin));
        for (Object component : components) {
            Container.register(plugin.getBundleContext(), component, ComponentProperties.of(component.getClass()));
        }
    }

    private static void refuseUnregistered(Object component) {
        Class<?> type = component.getClass();
        if (ComponentProperties.services(type).isEmpty()) {
            throw new IllegalArgumentException(
                    type.getName() + " provides no service: it implements no interface; write"
                            + " @Component(service = " + type.getSimpleName() + ".class)");
        }
        if (type.isAnnotationPresent(Path.class)
                && !ComponentProperties.of(type).containsKey(JaxrsWhiteboardConstants.JAX_RS_RESOURCE)) {
            throw new IllegalArgumentException(
                    type.getName() + " has @Path, but nothing serves it: write @JaxrsResource");
        }
        if (type.isAnnotationPresent(Path.class) && !Modifier.isPublic(type.getModifiers())) {
            throw new IllegalArgumentException(
                    type.getName() + " is not public, so JAX-RS cannot call its methods: write public class");
        }
    }

    /** Returns why parts of the plugin are not served. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (ContributionStatus one : status) {
            one.of(plugin.getBundleId()).stream()
                    .filter(its -> its.state() == Contribution.State.FAILED)
                    .map(Contribution::text)
                    .forEach(failures::add);
        }
        RuntimeDTO rest = container.service(JaxrsServiceRuntime.class).getRuntimeDTO();
        Stream.of(rest.failedApplicationDTOs)
                .forEach(failed -> failures.add(text("application", failed.serviceId, failed.failureReason)));
        Stream.of(rest.failedResourceDTOs)
                .forEach(failed -> failures.add(text("resource", failed.serviceId, failed.failureReason)));
        Stream.of(rest.failedExtensionDTOs)
                .forEach(failed -> failures.add(text("extension", failed.serviceId, failed.failureReason)));
        return failures;
    }

    private String text(String kind, long id, int reason) {
        String name = Stream.of(Objects.requireNonNullElse(plugin.getRegisteredServices(), new ServiceReference<?>[0]))
                .filter(service -> service.getProperty(Constants.SERVICE_ID).equals(id))
                .map(service -> String.join(", ", (String[]) service.getProperty(Constants.OBJECTCLASS)))
                .findFirst()
                .orElse("service " + id);
        return "the " + kind + " " + name + " is not served: " + RestFailure.text(reason);
    }

    /** Returns the OpenAPI document, which is written when it is first asked for. */
    synchronized JsonNode openapi() {
        if (!hasOpenapi) {
            hasOpenapi = true;
            OpenApiDocuments documents =
                    container.create(OpenApiDocuments.class, container.service(JaxrsServiceRuntime.class));
            container.start(OpenApiServlet.class, documents);
        }
        long deadline = System.nanoTime() + OPENAPI.toNanos();
        Answer answer = client.get("/openapi.json");
        while (answer.status() != 200 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
            answer = client.get("/openapi.json");
        }
        return answer.expect(200).json();
    }

    @Override
    public void close() {
        PluginClasses.remove(plugin);
        container.close();
    }
}
