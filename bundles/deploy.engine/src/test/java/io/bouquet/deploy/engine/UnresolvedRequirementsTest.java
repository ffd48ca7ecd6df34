package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

class UnresolvedRequirementsTest {
    @TempDir
    Path folder;

    private Framework framework;

    @BeforeEach
    void start() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void namesAPackageThatNobodyExports() throws Exception {
        assertThat(problems(install("a", "Import-Package", "org.nowhere;version=\"[1.2,2)\"")))
                .containsExactly("it needs the package org.nowhere [1.2.0, 2.0.0), which no bundle exports");
    }

    @Test
    void namesTheVersionThatIsThereInstead() throws Exception {
        install("library", "Export-Package", "org.some;version=3.1").start();
        assertThat(problems(install("a", "Import-Package", "org.some;version=\"[1,2)\"")))
                .containsExactly(
                        "it needs the package org.some [1.0.0, 2.0.0), which no bundle exports in that version;"
                                + " there is 3.1.0 of library [1]");
    }

    @Test
    void namesTheBundleThatIsNotResolvedItself() throws Exception {
        install("library", "Export-Package", "org.some", "Import-Package", "org.nowhere");
        assertThat(problems(install("a", "Import-Package", "org.some")))
                .singleElement()
                .asString()
                .contains("the package org.some")
                .contains("library [1], which is not resolved itself");
    }

    @Test
    void namesEachThatIsMissing() throws Exception {
        assertThat(problems(install("a", "Import-Package", "org.one,org.two,org.three;resolution:=optional")))
                .hasSize(2);
    }

    @Test
    void namesTheJavaThatIsNeeded() throws Exception {
        assertThat(problems(install("a", "Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")))
                .containsExactly(
                        "it needs Java 99; this is Java " + Runtime.version().feature());
    }

    @Test
    void namesAnExtenderThatIsMissing() throws Exception {
        assertThat(problems(
                        install("a", "Require-Capability", "osgi.extender;filter:=\"(osgi.extender=bouquet.model)\"")))
                .containsExactly("it needs the extender bouquet.model, which no bundle provides");
    }

    @Test
    void namesABundleThatIsMissing() throws Exception {
        assertThat(problems(install("a", "Require-Bundle", "b;bundle-version=2")))
                .containsExactly("it needs the bundle b 2.0.0 or later, which no bundle provides");
    }

    @Test
    void doesNotMindWhatIsNeededAtRunTimeOnly() throws Exception {
        Bundle bundle =
                install("a", "Require-Capability", "osgi.service;filter:=\"(objectClass=x.Y)\";effective:=active");
        assertThat(new UnresolvedRequirements(framework.adapt(FrameworkWiring.class)).missing(bundle))
                .isEmpty();
        assertThat(problems(bundle))
                .singleElement()
                .asString()
                .startsWith("all that it needs is there, so it was never started");
    }

    private Bundle install(String name, String... headers) throws Exception {
        Path jar = new Jars(folder).plain(name, "1.2.3", headers);
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    private List<String> problems(Bundle bundle) {
        return new UnresolvedRequirements(framework.adapt(FrameworkWiring.class)).of(bundle);
    }
}
