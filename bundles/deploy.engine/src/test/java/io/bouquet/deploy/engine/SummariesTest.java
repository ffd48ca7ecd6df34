package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

class SummariesTest {
    @TempDir
    Path folder;

    private static byte[] component(String properties, String more) {
        return ("<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\"><implementation class=\"a.A\"/>"
                        + properties + more + "</scr:component>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String property(String name, String value) {
        return "<property name=\"" + name + "\" value=\"" + value + "\"/>";
    }

    private Path plugin() throws Exception {
        return new Jars(folder)
                .with(
                        "com.example.a",
                        "1.2.0",
                        Map.of(
                                "OSGI-INF/a.xml",
                                component(
                                        property("osgi.http.whiteboard.servlet.pattern", "/a/*")
                                                + property("console.page.path", "as")
                                                + property("tagger.name", "shout")
                                                + property("tagger.produces", "shouts")
                                                + property("tagger.languages", "en"),
                                        "<service><provide interface=\"io.bouquet.tagging.spi.Tagger\"/></service>"
                                                + "<reference interface=\"io.bouquet.accounts.Accounts\"/>")),
                        "Bundle-Description",
                        "Shouts",
                        "Bundle-License",
                        "Apache-2.0;link=\"https://www.apache.org/licenses/LICENSE-2.0\"",
                        "Export-Package",
                        "com.example.a;version=1",
                        "Import-Package",
                        "com.example.a,javax.ws.rs;version=\"[2.1,3)\",org.osgi.framework,java.util,o;resolution:=optional",
                        "Bouquet-Libraries",
                        "org.x:x;version=1.0;licence=MIT");
    }

    @Test
    void listsWhatAPluginAddsAndAsksFor() throws Exception {
        ArchiveSummary summary = Summaries.of(plugin(), "a.jar", Long.MAX_VALUE);
        assertThat(summary.name()).isEqualTo("com.example.a");
        assertThat(summary.description()).isEqualTo("Shouts");
        assertThat(summary.licence()).isEqualTo("Apache-2.0");
        assertThat(summary.adds())
                .isEqualTo(Map.of(
                        "servlets", List.of("/a/*"),
                        "pages", List.of("as"),
                        "taggers", List.of("shout"),
                        "layers", List.of("shouts (en)"),
                        "exports", List.of("com.example.a"),
                        "libraries", List.of("org.x:x 1.0 (MIT)")));
        assertThat(summary.permissions()).containsExactly("accounts");
        assertThat(summary.packages()).containsExactly("javax.ws.rs [2.1,3)");
        assertThat(summary.rows()).extracting(ArchiveSummary.Row::kind).contains("permissions", "packages");
    }

    @Test
    void listsTheBundlesOfAKar() throws Exception {
        Path jar = plugin();
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(
                "repository/com/example/all/2.0.0/all-2.0.0-features.xml",
                "<features name=\"all\" xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\"><feature name=\"all\""
                        + " version=\"2.0.0\"><config name=\"com.example.a\">x = 1</config></feature></features>");
        entries.put(
                "repository/com/example/a/1.2.0/a-1.2.0.jar",
                new String(Files.readAllBytes(jar), StandardCharsets.ISO_8859_1));
        Path kar = folder.resolve("all.kar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(kar))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        ArchiveSummary summary = Summaries.of(kar, "all.kar", Long.MAX_VALUE);
        assertThat(summary.format()).isEqualTo(Format.KAR);
        assertThat(summary.version()).isEqualTo("2.0.0");
        assertThat(summary.adds())
                .containsEntry("settings", List.of("com.example.a"))
                .containsKey("taggers");
        assertThat(summary.bundles()).singleElement().satisfies(bundle -> assertThat(bundle)
                .containsEntry("Bundle-SymbolicName", "com.example.a"));
    }

    @Test
    void refusesWhatIsNoPlugin() throws Exception {
        Path text = folder.resolve("a.jar");
        Files.writeString(text, "text");
        assertThatThrownBy(() -> Summaries.of(text, "a.jar", Long.MAX_VALUE)).isInstanceOf(RefusedException.class);
    }

    /** The planner looks at an installed bundle, a search at headers; both have to say the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Import-Package: org.osgi.framework;version=\"[1.8,2)\",java.util",
                "Import-Package: org.nowhere;version=\"[1.2,2)\",org.other",
                "Import-Package: org.osgi.framework;version=\"[7,8)\"",
                "Import-Package: own,org.none;resolution:=optional|Export-Package: own",
                "Require-Capability: osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"",
                "Require-Capability: osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"",
                "Require-Capability: osgi.service;filter:=\"(objectClass=x)\";effective:=active",
                "Require-Capability: com.x;filter:=\"(com.x=1)\"",
                "Require-Capability: com.x;filter:=\"(com.x=1)\"|Provide-Capability: com.x;com.x=1",
                "Require-Bundle: nobody",
            })
    void saysOfHeadersWhatThePlannerSaysOfABundle(String headers) throws Exception {
        String[] named = headers.split("[|]|: ");
        Path jar = new Jars(folder).bundle("a", "1.0.0", null, named);
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
        try {
            UnresolvedRequirements requirements = new UnresolvedRequirements(
                    framework.adapt(FrameworkWiring.class), (namespace, filter) -> Optional.empty());
            List<Finding> found = Summaries.unmet(Summaries.of(jar, "a.jar", Long.MAX_VALUE), requirements);
            Bundle bundle =
                    framework.getBundleContext().installBundle(jar.toUri().toString());
            assertThat(found).isEqualTo(requirements.missing(bundle));
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }

    @Test
    void ordersReleasesAfterTheirSnapshots() {
        List<String> ascending = List.of(
                "0.9.0", "1.0.0.SNAPSHOT", "1.0.0", "1.0.0.RC1", "1.0.0.b2", "1.0.1.202611261852", "1.0.1", "1.10.0");
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(Versions.compare(Format.JAR, ascending.get(i), ascending.get(j))))
                        .as("%s and %s", ascending.get(i), ascending.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }
}
