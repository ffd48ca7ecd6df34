package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;

/** The order of listeners that the gate goes by is that of the framework which the platform has. */
final class AfterWhiteboardListenerTest {
    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private final List<Boolean> last = new ArrayList<>();
    private final AfterWhiteboardListener after = new AfterWhiteboardListener(event -> told.add("after"));
    private TestFramework framework;
    private Bundle whiteboard;
    private ServiceRegistration<EventListenerHook> hook;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(folder.resolve("storage"));
        whiteboard = framework.context().installBundle(bundle().toUri().toString());
        whiteboard.start();
        EventListenerHook looking = (event, listeners) -> last.add(after.isLast(whiteboard, listeners));
        hook = framework.context().registerService(EventListenerHook.class, looking, null);
        after.leave();
        last.clear();
    }

    private Path bundle() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "whiteboard");
        Path jar = folder.resolve("whiteboard.jar");
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
        return jar;
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
    }

    @Test
    void comesAfterListenersThatTheWhiteboardHasAdded() {
        listen("first");
        event();
        assertThat(last).as("it joins by that").containsExactly(false);
        listen("second");
        told.clear();
        last.clear();

        event();
        assertThat(last).containsExactly(false);
        assertThat(told).containsExactly("first", "after", "second");
        told.clear();
        last.clear();

        event();
        assertThat(last).containsExactly(true);
        assertThat(told).containsExactly("first", "second", "after");
    }

    @Test
    void comesAfterListenersThatTheWhiteboardAddsDuringTheEvent() {
        BundleContext its = whiteboard.getBundleContext();
        ServiceListener adding = event -> its.addServiceListener(inner -> told.add("added"));
        its.addServiceListener(adding);
        event();
        its.removeServiceListener(adding);
        event();
        told.clear();
        last.clear();

        event();
        assertThat(last).containsExactly(true);
        assertThat(told).endsWith("added", "after");
    }

    @Test
    void joinsAgainAfterTheWhiteboardWasStopped() throws Exception {
        event();
        whiteboard.stop();
        event();
        assertThat(last.get(last.size() - 1)).isFalse();
        whiteboard.start();
        listen("first");
        event();
        told.clear();
        event();
        assertThat(last.get(last.size() - 1)).isTrue();
        assertThat(told).containsExactly("first", "after");
    }

    @Test
    void receivesNothingOnceItHasLeft() {
        event();
        after.leave();
        told.clear();
        hook.unregister();
        assertThat(told).isEmpty();
    }

    private void listen(String name) {
        whiteboard.getBundleContext().addServiceListener(event -> told.add(name));
    }

    private void event() {
        framework.context().registerService(Object.class, new Object(), null);
    }
}
