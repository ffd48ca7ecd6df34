package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.PlatformBundles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

class BundlesTest {
    @TempDir
    Path folder;

    @Test
    void tellsThePlatformsBundlesFromThoseThatCameLater() throws Exception {
        String shipped = Distribution.ship("org.example", "a", "1");
        String reference = "reference:"
                + Distribution.SYSTEM.resolve("org/example/a/1/a-1.jar").toUri();
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
        try {
            assertThat(PlatformBundles.contains(framework)).isTrue();
            is(framework, shipped, true);
            is(framework, reference, true);
            is(framework, shipped, false, Constants.BUNDLE_UPDATELOCATION, "mvn:org.example/a/1.0.1");
            is(framework, shipped, true, Constants.BUNDLE_UPDATELOCATION, shipped);
            for (String other : new String[] {
                "reference:file:/tmp/a.jar",
                "reference:" + Distribution.SYSTEM.toUri() + "../a.jar",
                "mvn:org.example/b/1",
                "mvn:org.example/../1",
                "wrap:" + shipped,
                "file:/tmp/a.jar",
                "plugin:com.example.a/1"
            }) {
                is(framework, other, false, Constants.BUNDLE_UPDATELOCATION, shipped);
            }
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }

    private void is(Framework framework, String location, boolean platform, String... headers) throws Exception {
        try (var in = Files.newInputStream(new Jars(folder).plain("com.example.a", "1.0.0", headers))) {
            // a stream, whatever the location says
            Bundle bundle = framework.getBundleContext().installBundle(location, in);
            assertThat(PlatformBundles.contains(bundle)).as(location).isEqualTo(platform);
            bundle.uninstall();
        }
    }
}
