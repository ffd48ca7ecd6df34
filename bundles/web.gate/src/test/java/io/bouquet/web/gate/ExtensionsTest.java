package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.Permissions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.core.Application;
import javax.ws.rs.core.Feature;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/** A framework with a whiteboard that only looks, and two plugins. */
final class ExtensionsTest {
    private static final String IS_EXTENSION = "(osgi.jaxrs.extension=true)";

    @TempDir
    private Path storage;

    private Framework framework;
    private BundleContext whiteboard;
    private BundleContext plugin;
    private BundleContext other;
    private Extensions extensions;
    private final Given permissions = new Given();

    private final ContainerRequestFilter filter = request -> {};
    private final ExceptionMapper<?> mapper =
            exception -> Response.status(Response.Status.CONFLICT).build();

    private static final class Given implements Permissions {
        private boolean given;

        @Override
        public boolean allows(Bundle bundle, String permission) {
            return given && permission.equals(FILTERS);
        }
    }

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage",
                        storage.toString(),
                        "org.osgi.framework.bootdelegation",
                        "javax.ws.rs.*,org.osgi.service.jaxrs.*"));
        framework.start();
        whiteboard = bundle("whiteboard");
        plugin = bundle("plugin");
        other = bundle("other");
        BundleContext gate = bundle("gate");
        extensions = new Extensions(gate, bundle -> !List.of("plugin", "other").contains(bundle.getSymbolicName()));
        extensions.permissions(permissions);
        ServiceRegistration<JaxrsServiceRuntime> runtime =
                whiteboard.registerService(JaxrsServiceRuntime.class, () -> null, new Hashtable<>());
        extensions.runtime = runtime.getReference();
        extensions.begin();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void standsInForAFilterWithItsProperties() {
        ServiceRegistration<?> original =
                register(plugin, ContainerRequestFilter.class, filter, "osgi.jaxrs.name", "stamps", "colour", "red");
        ServiceReference<?> seen = seen().get(0);
        assertThat(seen()).hasSize(1);
        assertThat(seen.getBundle()).isEqualTo(plugin.getBundle());
        assertThat(seen.getProperty("colour")).isEqualTo("red");
        assertThat((String[]) seen.getProperty(Constants.OBJECTCLASS))
                .containsExactly(ContainerRequestFilter.class.getName(), Feature.class.getName());
        original.setProperties(properties("osgi.jaxrs.extension", "true", "colour", "blue"));
        assertThat(seen().get(0).getProperty("colour")).isEqualTo("blue");
        original.unregister();
        assertThat(seen()).isEmpty();
    }

    @Test
    void leavesExtensionsOfThePlatformAsTheyAre() {
        ServiceRegistration<?> original = register(framework.getBundleContext(), ContainerRequestFilter.class, filter);
        assertThat(seen()).isEqualTo(List.of(original.getReference()));
    }

    @Test
    void letsAnExtensionBeItselfWhileItIsAllowed() {
        register(plugin, ContainerRequestFilter.class, filter);
        assertThat(service()).isInstanceOf(ScopedExtension.class);
        allow(true);
        assertThat(service()).isSameAs(filter);
        allow(false);
        assertThat(service()).isInstanceOf(ScopedExtension.class);
    }

    @Test
    void reportsAnExtensionThatIsNotUsed() {
        register(plugin, ExceptionMapper.class, mapper);
        assertThat(seen()).isEmpty();
        Contribution told = extensions.of(plugin.getBundle().getBundleId()).get(0);
        assertThat(told.state()).isEqualTo(Contribution.State.FAILED);
        assertThat(told.detail()).contains("any type").contains("--allow filters");
        assertThat(extensions.of(other.getBundle().getBundleId())).isEmpty();
        allow(true);
        assertThat(service()).isSameAs(mapper);
        assertThat(extensions.of(plugin.getBundle().getBundleId())).isEmpty();
    }

    @Test
    void letsAnExtensionOfItsOwnApplicationsBeItself() {
        register(plugin, ExceptionMapper.class, mapper, "osgi.jaxrs.application.select", "(osgi.jaxrs.name=shop*)");
        application(plugin, "shop");
        assertThat(service()).isSameAs(mapper);
        ServiceRegistration<?> foreign = application(other, "shop-of-others");
        assertThat(seen()).isEmpty();
        foreign.unregister();
        assertThat(service()).isSameAs(mapper);
    }

    @Test
    void refusesTheNameOfAnExtensionOfThePlatform() {
        ServiceRegistration<?> platforms = register(
                framework.getBundleContext(), ContainerRequestFilter.class, filter, "osgi.jaxrs.name", "roles");
        allow(true);
        Hashtable<String, Object> outranking = properties("osgi.jaxrs.extension", "true", "osgi.jaxrs.name", "roles");
        outranking.put(Constants.SERVICE_RANKING, 1_000);
        plugin.registerService(ContainerRequestFilter.class, filter, outranking);
        assertThat(seen()).isEqualTo(List.of(platforms.getReference()));
        assertThat(extensions.of(plugin.getBundle().getBundleId()).get(0).detail())
                .contains("the platform has an extension with the name roles");
    }

    @Test
    void refusesANameThatThePlatformTakesLater() {
        register(plugin, ContainerRequestFilter.class, filter, "osgi.jaxrs.name", "roles");
        assertThat(service()).isInstanceOf(ScopedExtension.class);
        ServiceRegistration<?> platforms = register(
                framework.getBundleContext(), ContainerRequestFilter.class, filter, "osgi.jaxrs.name", "roles");
        assertThat(seen()).isEqualTo(List.of(platforms.getReference()));
    }

    @Test
    void rejectsACxfExtensionUnlessItIsAllowed() {
        Runnable anything = () -> {};
        plugin.registerService(Runnable.class, anything, properties("cxf.extension", "true"));
        assertThat(seen("(cxf.extension=true)")).isEmpty();
        assertThat(extensions.of(plugin.getBundle().getBundleId()).get(0).detail())
                .contains("cxf.extension")
                .contains("--allow filters");
        allow(true);
        ServiceReference<?> allowed = seen("(cxf.extension=true)").get(0);
        assertThat((Object) whiteboard.getService(allowed)).isSameAs(anything);
        allow(false);
        assertThat(seen("(cxf.extension=true)")).isEmpty();
    }

    @Test
    void hidesNoOtherServices() {
        plugin.registerService(Runnable.class, () -> {}, properties("colour", "red"));
        assertThat(seen("(colour=red)")).hasSize(1);
    }

    @Test
    void leavesNothingBehind() throws Exception {
        register(plugin, ContainerRequestFilter.class, filter);
        register(other, ContainerRequestFilter.class, filter);
        plugin.getBundle().stop();
        assertThat(seen()).extracting(ServiceReference::getBundle).containsExactly(other.getBundle());
        extensions.end();
        assertThat(other.getBundle().getRegisteredServices()).hasSize(1);
    }

    private void allow(boolean given) {
        permissions.given = given;
        extensions.permissions(permissions);
    }

    private Object service() {
        assertThat(seen()).hasSize(1);
        return whiteboard.getService(seen().get(0));
    }

    private List<ServiceReference<?>> seen() {
        return seen(IS_EXTENSION);
    }

    private List<ServiceReference<?>> seen(String services) {
        try {
            ServiceReference<?>[] found = whiteboard.getServiceReferences((String) null, services);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
    }

    private static ServiceRegistration<?> application(BundleContext owner, String name) {
        return owner.registerService(
                Application.class,
                new Application(),
                properties("osgi.jaxrs.name", name, "osgi.jaxrs.application.base", "/" + name));
    }

    private static ServiceRegistration<?> register(
            BundleContext owner, Class<?> type, Object service, String... properties) {
        Hashtable<String, Object> all = properties(properties);
        all.put("osgi.jaxrs.extension", "true");
        return owner.registerService(type.getName(), service, all);
    }

    private static Hashtable<String, Object> properties(String... properties) {
        Hashtable<String, Object> all = new Hashtable<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return all;
    }

    private BundleContext bundle(String name) throws Exception {
        Bundle bundle = framework.getBundleContext().installBundle(name, new ByteArrayInputStream(jar(name)));
        bundle.start();
        return bundle.getBundleContext();
    }

    private static byte[] jar(String name) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return bytes.toByteArray();
    }
}
