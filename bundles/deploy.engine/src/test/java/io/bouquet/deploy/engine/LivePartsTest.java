package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

class LivePartsTest {
    @TempDir
    Path storage;

    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, storage.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private Bundle install(String name, String... headers) throws Exception {
        Path jar = new Jars(storage).plain(name, "1.0.0", headers);
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    @Test
    void findsWhatTheHeadersSay() throws Exception {
        Bundle bundle = install(
                "a", "Bouquet-Model", "m.bin", "Meta-Persistence", "META-INF/persistence.xml", "Karaf-Commands", "a");
        bundle.start();
        assertThat(new LiveParts(null, null).of(bundle)).containsExactly("commands", "entities", "model");
    }

    @Test
    void findsTaggersAndPagesByTheirServices() throws Exception {
        Bundle bundle = install("a");
        bundle.start();
        register(bundle, "io.bouquet.tagging.spi.Tagger", Map.of("tagger.name", "shout"));
        register(bundle, "io.bouquet.console.spi.ConsolePage", Map.of("console.page.path", "shouts"));
        assertThat(new LiveParts(null, null).of(bundle)).containsExactly("page /console/shouts", "tagger shout");
    }

    @Test
    void findsThePathsOfResourcesAndServletsOnTheWhiteboards() throws Exception {
        Bundle bundle = install("a");
        bundle.start();
        ResourceMethodInfoDTO get = new ResourceMethodInfoDTO();
        get.path = "/hello/{name}/";
        ResourceDTO resource = new ResourceDTO();
        resource.serviceId = id(register(bundle, "a.Resource", Map.of()));
        resource.resourceMethods = new ResourceMethodInfoDTO[] {get};
        ApplicationDTO application = new ApplicationDTO();
        application.base = "/";
        application.resourceDTOs = new ResourceDTO[] {resource};
        RuntimeDTO rest = new RuntimeDTO();
        rest.applicationDTOs = new ApplicationDTO[] {application};
        ServletDTO servlet = new ServletDTO();
        servlet.serviceId = id(register(bundle, "a.Servlet", Map.of()));
        servlet.patterns = new String[] {"/live"};
        ServletContextDTO context = new ServletContextDTO();
        context.contextPath = "/api/health";
        context.servletDTOs = new ServletDTO[] {servlet};
        context.resourceDTOs = new org.osgi.service.http.runtime.dto.ResourceDTO[0];
        org.osgi.service.http.runtime.dto.RuntimeDTO http = new org.osgi.service.http.runtime.dto.RuntimeDTO();
        http.servletContextDTOs = new ServletContextDTO[] {context};
        assertThat(new LiveParts(rest, http).of(bundle))
                .containsExactly("REST /hello/{name}", "servlet /api/health/live");
    }

    @Test
    void findsNothingInALibrary() throws Exception {
        assertThat(new LiveParts(null, null).of(install("library", "Export-Package", "a")))
                .isEmpty();
    }

    private static ServiceRegistration<?> register(Bundle bundle, String type, Map<String, ?> properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        // a factory, since the type is only a name here
        return bundle.getBundleContext().registerService(type, new Nothing(), dictionary);
    }

    private static long id(ServiceRegistration<?> registration) {
        return (Long) registration.getReference().getProperty(Constants.SERVICE_ID);
    }

    private static final class Nothing implements org.osgi.framework.ServiceFactory<Object> {
        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            return this;
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {}
    }
}
