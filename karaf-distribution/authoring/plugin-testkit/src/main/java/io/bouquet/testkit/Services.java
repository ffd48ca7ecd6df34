package io.bouquet.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Answers requests with a plugin's services as the platform does: its HTTP server, whiteboards, checks of callers, binding,
 * validation, problems and JSON, on a free port of the loopback address.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Services services = Services.of(new ReviewService(broker));
 *
 * @Test
 * void refusesAReviewWithoutATitle(Client client) {
 *     assertThat(client.post("/reviews", "{}").errors()).extracting(FieldError::place).contains("body.title");
 * }
 * }</pre>
 */
public final class Services extends TestExtension implements ParameterResolver {
    private final List<Object> given;
    /** What these services have started. */
    private final List<TestExtension> own = new ArrayList<>();

    private @Nullable Web web;
    private @Nullable Client client;

    private Services(List<Object> given) {
        this.given = given;
    }

    /**
     * Describes the services.
     *
     * @param components components with their annotations: resources, extensions, servlets, filters, and WebSocket
     *     endpoints; a class of one, which is then created by its {@code @Activate} constructor; or what such a class refers
     *     to: {@link Taggers} and {@link Entities}, which start if they have not started, and any other object
     */
    public static Services of(Object... components) {
        return new Services(List.of(components));
    }

    /** Returns what calls the services. */
    public Client client() {
        start();
        Client known = client;
        if (known == null) {
            throw new IllegalStateException("the services have not started");
        }
        return known;
    }

    /** Returns the OpenAPI document of the services, as {@code /openapi.json} answers it. */
    public JsonNode openapi() {
        client();
        Web known = web;
        if (known == null) {
            throw new IllegalStateException("the services have not started");
        }
        return known.openapi();
    }

    @Override
    synchronized void start() {
        if (web != null) {
            return;
        }
        Web started = new Web(StaticFiles.of(types()));
        try {
            started.serve(components(started));
            refuseFailures(started);
        } catch (RuntimeException | Error e) {
            started.close();
            closeOwn();
            throw e;
        }
        web = started;
        client = started.client();
    }

    private Stream<Class<?>> types() {
        return given.stream()
                .<Class<?>>map(one -> one instanceof Class<?> type ? type : one.getClass())
                .filter(Components::isComponent);
    }

    /** Returns the components, those created included, in the order in which they were given. */
    private List<Object> components(Web into) {
        List<Object> services = services();
        services.add(into.context());
        List<Object> components = new ArrayList<>();
        for (Object one : given) {
            if (one instanceof Class<?> type) {
                Object created = Components.create(type, services.toArray());
                into.deactivateAtEnd(created);
                services.add(created);
                components.add(created);
            } else if (Components.isComponent(one.getClass())) {
                components.add(one);
            }
        }
        if (components.isEmpty()) {
            throw new IllegalArgumentException("nothing here is a component: "
                    + given.stream().map(one -> one.getClass().getName()).collect(Collectors.joining(", "))
                    + "; a service has @Component(service = …) and @JaxrsResource");
        }
        return components;
    }

    /** Returns what the components refer to. */
    private List<Object> services() {
        List<Object> services = new ArrayList<>();
        for (Object one : given) {
            if (one instanceof TestExtension its && !its.isStarted()) {
                own.add(its);
            }
            if (one instanceof Taggers taggers) {
                services.add(taggers.broker());
            } else if (one instanceof Entities entities) {
                services.add(entities.transactions());
            } else if (!(one instanceof Class<?>)) {
                services.add(one);
            }
        }
        return services;
    }

    private static void refuseFailures(Web web) {
        List<String> failures = web.failures();
        if (!failures.isEmpty()) {
            throw new IllegalArgumentException("the platform would not serve this: " + String.join("; ", failures));
        }
    }

    @Override
    synchronized boolean isStarted() {
        return web != null;
    }

    @Override
    public synchronized void close() {
        Web started = web;
        web = null;
        client = null;
        if (started != null) {
            started.close();
        }
        closeOwn();
    }

    private void closeOwn() {
        own.forEach(TestExtension::close);
        own.clear();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Client.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return client();
    }
}
