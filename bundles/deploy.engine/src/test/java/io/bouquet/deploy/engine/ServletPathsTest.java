package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

final class ServletPathsTest {
    private static final String PREFIX = "osgi.http.whiteboard.";

    @Test
    void namesWhatRequestsWouldWaitFor(@TempDir Path storage) throws Exception {
        Framework framework =
                new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", storage.toString()));
        framework.start();
        try {
            List<ServiceReference<?>> services = new ArrayList<>();
            for (Map<String, ?> properties : List.of(
                    Map.of(PREFIX + "servlet.pattern", "/shop/*"),
                    Map.of(PREFIX + "resource.pattern", new String[] {"/pictures/*", "*.css"}),
                    Map.of(PREFIX + "filter.pattern", "/shop/*"),
                    Map.of(PREFIX + "context.name", "room", PREFIX + "context.path", "/room"),
                    Map.of(
                            PREFIX + "servlet.pattern",
                            "/table",
                            PREFIX + "context.select",
                            "(" + PREFIX + "context.name=room)"),
                    Map.of(PREFIX + "servlet.pattern", "/chair", PREFIX + "context.select", "room"))) {
                services.add(framework
                        .getBundleContext()
                        .registerService(Object.class, new Object(), new Hashtable<>(properties))
                        .getReference());
            }
            assertThat(ServletPaths.of(services))
                    .containsExactly("/*.css", "/pictures/*", "/room/chair", "/room/table", "/shop/*");
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }
}
