package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Hashtable;
import javax.ws.rs.core.Application;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The services as the platform has them, with the whiteboard's own for the default application. */
final class ApplicationsTest {
    @TempDir
    private Path storage;

    private TestFramework framework;
    private BundleContext context;
    private Applications applications;
    private ServiceReference<?> standard;
    private ServiceReference<?> api;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(storage);
        context = framework.context();
        applications = new Applications(context);
        standard = application("osgi.jaxrs.name", ".default", "osgi.jaxrs.application.base", "/");
        api = application("osgi.jaxrs.name", "bouquet", "osgi.jaxrs.application.base", "api/");
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void findsTheBasesOfAllApplications() {
        assertThat(applications.bases(null)).containsExactlyInAnyOrder("", "/api");
        assertThat(applications.bases(api)).containsExactly("");
        assertThat(Applications.isApplication(standard)).isTrue();
    }

    @Test
    void takesAResourceToTheOneThatItSelects() {
        assertThat(applications.of(service("osgi.jaxrs.resource", "true")))
                .hasValueSatisfying(bases -> assertThat(bases).containsExactly(""));
        assertThat(applications.of(service("osgi.jaxrs.application.select", "(osgi.jaxrs.name=bouquet)")))
                .hasValueSatisfying(bases -> assertThat(bases).containsExactly("/api"));
        assertThat(applications.of(service("osgi.jaxrs.application.select", "(osgi.jaxrs.name=*)")))
                .hasValueSatisfying(bases -> assertThat(bases).containsExactlyInAnyOrder("", "/api"));
    }

    @Test
    void includesServicesThatNeedAnExtension() {
        service(
                "osgi.jaxrs.application.select",
                "(osgi.jaxrs.name=bouquet)",
                "osgi.jaxrs.extension.select",
                "(kind=json)");
        assertThat(applications.of(service("osgi.jaxrs.extension", "true", "kind", "json")))
                .hasValueSatisfying(bases -> assertThat(bases).containsExactlyInAnyOrder("", "/api"));
        assertThat(applications.of(service("osgi.jaxrs.extension", "true", "kind", "xml")))
                .hasValueSatisfying(bases -> assertThat(bases).containsExactly(""));
    }

    @Test
    void countsAnUncertainServiceAsBelongingToAll() {
        assertThat(applications.of(service("osgi.jaxrs.application.select", "no filter")))
                .isEmpty();
        assertThat(applications.of(service("osgi.jaxrs.application.select", "(osgi.jaxrs.name=nobody)")))
                .isEmpty();
        application("osgi.jaxrs.application.base", "/nameless");
        assertThat(applications.of(service("osgi.jaxrs.resource", "true")))
                .hasValueSatisfying(bases -> assertThat(bases).containsExactlyInAnyOrder("", "/nameless"));
        application("osgi.jaxrs.application.base", "/other", "osgi.http.whiteboard.context.select", "(x=y)");
        assertThat(applications.of(service("osgi.jaxrs.resource", "true"))).isEmpty();
    }

    private ServiceReference<?> application(String... properties) {
        return register(Application.class, new Application(), properties);
    }

    private ServiceReference<?> service(String... properties) {
        return register(Object.class, new Object(), properties);
    }

    private <S> ServiceReference<?> register(Class<S> type, S service, String... properties) {
        Hashtable<String, Object> all = new Hashtable<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return context.registerService(type, service, all).getReference();
    }
}
