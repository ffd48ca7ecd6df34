package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

class BundlesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "reference:file:org/apache/a.jar, true",
        "mvn:org.apache/a/1, true",
        "wrap:mvn:org.apache/a/1, true",
        "file:/tmp/a.jar, false",
        "http://127.0.0.1/a.jar, false",
        "wrap:file:/tmp/a.jar, false",
        "plugin:com.example.a/1, false",
        "mvn:com.example/of-a-kar/1, false"
    })
    void tellsThePlatformsBundlesFromThoseThatPeopleBrought(String location, boolean platform) throws Exception {
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
        Bundles bundles = new Bundles(
                framework.getBundleContext(),
                framework.adapt(FrameworkWiring.class),
                () -> Set.of("mvn:com.example/of-a-kar/1"));
        try (var in = Files.newInputStream(new Jars(folder).plain("com.example.a", "1.0.0"))) {
            Bundle bundle = framework.getBundleContext().installBundle(location, in);
            assertThat(bundles.isPlatform(bundle)).isEqualTo(platform);
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }
}
