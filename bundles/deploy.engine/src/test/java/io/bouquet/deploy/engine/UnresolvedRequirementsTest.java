package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bouquet.deploy.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                        "it needs the package org.some [1.0.0, 2.0.0), and" + " there is 3.1.0 of library [1]");
    }

    @Test
    void namesTheBundleThatIsNotResolvedItself() throws Exception {
        install("library", "Export-Package", "org.some", "Import-Package", "org.nowhere");
        assertThat(problems(install("a", "Import-Package", "org.some")))
                .singleElement()
                .asString()
                .contains("the package org.some")
                .contains("library [1], which cannot run itself");
    }

    @Test
    void namesEachThatIsMissing() throws Exception {
        assertThat(problems(install("a", "Import-Package", "org.one,org.two,org.three;resolution:=optional")))
                .containsExactly("it needs the packages org.one, org.two, which no bundle exports");
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
                .containsExactly("it needs the bundle b 2.0.0 or later, which is not installed");
    }

    @Test
    void doesNotMindWhatIsNeededAtRunTimeOnly() throws Exception {
        Bundle bundle =
                install("a", "Require-Capability", "osgi.service;filter:=\"(objectClass=x.Y)\";effective:=active");
        assertThat(requirements().areMet(bundle)).isTrue();
        assertThat(problems(bundle)).isEmpty();
    }

    @Test
    void namesTheLibraryThatHasAPackageAndHowToEmbedIt() throws Exception {
        assertThat(requirements()
                        .of(install("a", "Import-Package", "com.google.common.base,com.google.common.collect")))
                .containsExactly(new Finding(
                        "missing-library",
                        "it needs the packages com.google.common.base, com.google.common.collect of a library, which no"
                                + " bundle exports",
                        "Put the library into the plugin: add com.google.guava:guava to the dependencies in pom.xml; a"
                                + " POM without plugin-parent also needs the line '-conditionalpackage:"
                                + " com.google.common.*' in bnd.bnd"));
    }

    @Test
    void namesTheFeatureThatBringsAPackage() throws Exception {
        UnresolvedRequirements featured = new UnresolvedRequirements(
                framework.adapt(FrameworkWiring.class),
                (namespace, filter) -> filter.contains("org.some") ? Optional.of("some") : Optional.empty());
        assertThat(featured.of(install("a", "Import-Package", "org.some")))
                .extracting(Finding::text)
                .containsExactly(
                        "it needs the package org.some of the feature some, which is not installed. Install it in"
                                + " the shell: feature:install some");
    }

    @Test
    void namesThePackageOfJavaEeThatIsThereInPlaceOfJakartas() throws Exception {
        install("api", "Export-Package", "javax.ws.rs").start();
        assertThat(requirements().of(install("a", "Import-Package", "jakarta.ws.rs")))
                .extracting(Finding::code, Finding::problem)
                .containsExactly(
                        tuple("jakarta", "it needs the package jakarta.ws.rs, and the platform has javax.ws.rs"));
    }

    private UnresolvedRequirements requirements() {
        return new UnresolvedRequirements(
                framework.adapt(FrameworkWiring.class), (namespace, filter) -> Optional.empty());
    }

    private Bundle install(String name, String... headers) throws Exception {
        Path jar = new Jars(folder).plain(name, "1.2.3", headers);
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    private List<String> problems(Bundle bundle) {
        return requirements().of(bundle).stream().map(Finding::problem).toList();
    }
}
