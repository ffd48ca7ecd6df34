package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.http.runtime.dto.RuntimeDTO;

final class WhiteboardsTest {
    private static final String PATH = "/lodger";

    @TempDir
    private Path storage;

    private TestFramework framework;
    private BundleContext context;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(storage);
        context = framework.context();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void recognisesAServiceOfTheRestWhiteboardWhileItIsUnregistered() {
        long service = 1_000;
        RuntimeDTO[] says = {HttpHookTest.serving(PATH, service)};
        context.registerService(HttpServiceRuntime.class, runtime(says), new Hashtable<>());
        Whiteboards whiteboards = new Whiteboards(context);
        whiteboards.isOfRest(service);
        // it is registered no longer, but the HTTP whiteboard has not been told yet
        assertThat(whiteboards.http(HttpRoutes.NONE).match(PATH).isPlain()).isFalse();
        assertThat(whiteboards.http(HttpRoutes.NONE).match(PATH).isPlain()).isFalse();

        says[0] = HttpHookTest.serving("/another", 1_001);
        whiteboards.http(HttpRoutes.NONE);
        says[0] = HttpHookTest.serving(PATH, service);
        assertThat(whiteboards.http(HttpRoutes.NONE).match(PATH).isPlain())
                .as("what has gone is forgotten")
                .isTrue();
    }

    private static HttpServiceRuntime runtime(RuntimeDTO[] says) {
        return (HttpServiceRuntime) Proxy.newProxyInstance(
                WhiteboardsTest.class.getClassLoader(),
                new Class<?>[] {HttpServiceRuntime.class},
                (proxy, method, arguments) -> method.getName().equals("getRuntimeDTO") ? says[0] : null);
    }

    /** Declarative services begin within it. */
    @Test
    void seesThatTheStartedEventIsStillBeingDispatched() throws Exception {
        List<EventDispatch> seen = new ArrayList<>();
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STARTED) {
                seen.add(EventDispatch.current());
                assertThat(seen.get(0).isGoingOn()).isTrue();
            }
        });
        Bundle bundle = context.installBundle("test:empty", new ByteArrayInputStream(emptyBundle()));
        bundle.start();
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).isGoingOn()).isFalse();
    }

    private static byte[] emptyBundle() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "empty");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return bytes.toByteArray();
    }
}
