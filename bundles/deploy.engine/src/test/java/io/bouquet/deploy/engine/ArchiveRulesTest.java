package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

class ArchiveRulesTest {
    private static final String JAR = "com/example/words/1.0/words-1.0.jar";
    private static final String LISTED = "<bundle>mvn:com.example/words/1.0</bundle>";

    @TempDir
    Path folder;

    private Framework framework;
    private Jars jars;
    private ArchiveRules rules;

    @BeforeEach
    void start() throws Exception {
        jars = new Jars(Files.createDirectory(folder.resolve("jars")));
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
        BundleContext context = framework.getBundleContext();
        Path platform = jars.plain("io.example.platform", "1.0.0", "Export-Package", "io.example.api;version=\"1.2\"");
        try (var in = Files.newInputStream(platform)) {
            context.installBundle(Distribution.ship("io.example", "platform", "1.0.0"), in)
                    .start();
        }
        Path system = Files.createDirectories(folder.resolve("system"));
        Files.createDirectories(system.resolve("io/example/shared/1.0"));
        Files.writeString(system.resolve("io/example/shared/1.0/shared-1.0.jar"), "of the platform");
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Files.writeString(etc.resolve("users.properties"), "");
        Files.writeString(etc.resolve("shipped.cfg"), "");
        Bundles bundles = new Bundles(
                context,
                framework.adapt(FrameworkWiring.class),
                new UnresolvedRequirements(
                        framework.adapt(FrameworkWiring.class), (namespace, filter) -> Optional.empty()));
        rules = new ArchiveRules(bundles, system, etc);
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void takesAKarThatBringsItsOwn() throws Exception {
        rules.check(kar(LISTED + "<bundle>mvn:io.example/shared/1.0</bundle>"
                + "<config name='com.example.words'>size=3</config>"
                + "<configfile finalname='${karaf.etc}/com.example.more.cfg'>mvn:com.example/words/1.0</configfile>"));
    }

    @Test
    void refusesFilesThatAreNoSettingsOfThePlugin() throws Exception {
        for (String path : new String[] {
            "../../pwned",
            "/etc/../pwned.cfg",
            "etc/sub/a.cfg",
            "bin/setenv",
            "etc/users.properties",
            "a.cfg",
            "${karaf.etc}/../a.cfg",
            "${karaf.home}/etc/a.cfg"
        }) {
            refused(
                    Reason.BAD_ARCHIVE,
                    LISTED + "<configfile finalname='" + path + "'>mvn:com.example/words/1.0</configfile>",
                    "writes the file '" + path + "'",
                    "may only write settings");
        }
        refused(
                Reason.FORBIDDEN,
                "<configfile finalname='etc/shipped.cfg'>mvn:com.example/words/1.0</configfile>",
                "is one of the platform");
        refused(
                Reason.FORBIDDEN,
                "<configfile finalname='etc/org.ops4j.pax.logging.cfg'>mvn:com.example/words/1.0</configfile>",
                "sets the configuration 'org.ops4j.pax.logging'");
    }

    @Test
    void refusesConfigurationsOfThePlatform() throws Exception {
        refused(
                Reason.FORBIDDEN,
                LISTED + "<config name='io.bouquet.web'>maxBodyBytes=1</config>",
                "sets the configuration 'io.bouquet.web', which is one of the platform");
        refused(Reason.FORBIDDEN, "<config name='org.apache.karaf.shell'>a=b</config>", "org.apache.karaf.shell");
        refused(Reason.BAD_ARCHIVE, "<config name='../../etc/x'>a=b</config>", "which is no PID");
        refused(
                Reason.BAD_ARCHIVE,
                "<config name='com.example.words' external='true'>file:/etc/passwd</config>",
                "'file:/etc/passwd', and nothing is fetched");
    }

    @Test
    void refusesWhatWouldBeFetched() throws Exception {
        for (String location : new String[] {
            "http://127.0.0.1:1/x.jar",
            "file:/tmp/x.jar",
            "wrap:http://127.0.0.1/x.jar",
            "mvn:http://repo!g/a/1",
            "mvn:g/../../a/1",
            "obr:x",
            "mvn:g/a"
        }) {
            refused(
                    Reason.BAD_ARCHIVE,
                    "<bundle>" + location + "</bundle>",
                    "refers to the bundle '" + location + "', and nothing is fetched");
        }
        refused(
                Reason.BAD_ARCHIVE,
                "<bundle>mvn:com.example/missing/1.0</bundle>",
                "'mvn:com.example/missing/1.0', which is neither in it nor in the platform");
        Archive other = repository("<repository>http://127.0.0.1/features.xml</repository>");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rules.check(other))
                .withMessageContaining("refers to the features repository 'http://127.0.0.1/features.xml'");
    }

    @Test
    void refusesBundlesAndPackagesOfThePlatformInAKarAsInAJar() throws Exception {
        refusedJar(
                Reason.FORBIDDEN,
                jars.plain("io.example.platform", "9.9.9"),
                "brings a bundle that is not a plugin's: io.example.platform is a bundle of the platform");
        refusedJar(
                Reason.FORBIDDEN,
                jars.plain("com.example.copy", "1.0.0", "Export-Package", "com.example.copy,io.example.api"),
                "exports the platform's package io.example.api, which io.example.platform has");
        refusedJar(
                Reason.FORBIDDEN,
                jars.plain("com.example.piece", "1.0.0", "Fragment-Host", "io.example.platform"),
                "a fragment of the platform's bundle io.example.platform");
        refusedJar(
                Reason.FORBIDDEN,
                jars.plain("com.example.piece", "1.0.0", "Fragment-Host", "system.bundle;extension:=framework"),
                "a fragment of the platform's bundle system.bundle");
        Archive jar = Archive.read(
                jars.plain("com.example.copy", "1.0.0", "Export-Package", "com.example.copy;io.example.api;version=2"),
                "copy.jar",
                Long.MAX_VALUE);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rules.check(jar))
                .withMessage("com.example.copy exports the platform's package io.example.api, which io.example.platform"
                        + " has. Import it, and leave the classes out of the JAR: give the dependency the scope"
                        + " provided in pom.xml, and remove the package from Export-Package in bnd.bnd");
    }

    @Test
    void refusesWhatReachesBeyondBundles() throws Exception {
        refused(Reason.FORBIDDEN, "<library>mvn:com.example/words/1.0</library>", "has the elements [library]");
    }

    @Test
    void saysWhichXmlIsWrong() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> kar("<bundle>"))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_ARCHIVE))
                .withMessageContaining("the features repository of words.kar is no valid XML in line 1");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () -> written("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:/etc/passwd'>]><features>&e;</features>"))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_ARCHIVE))
                .withMessageContaining("DOCTYPE");
    }

    @Test
    void showsANameWithLineBreaksOnOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("a.jar"), "no ZIP");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Archive.read(file, "line\r\nline\tand more", Long.MAX_VALUE))
                .withMessageStartingWith("line line and more is not a JAR or KAR");
    }

    @Test
    void doesNotReadAHugeDescriptionIntoMemory() throws Exception {
        Path bomb = folder.resolve("bomb.jar");
        Files.copy(jars.plain("com.example.bomb", "1.0.0"), bomb);
        try (OutputStream out = Files.newOutputStream(bomb);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: com.example.bomb\n"
                    .getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("OSGI-INF/x.xml"));
            zip.write("<".repeat(9 << 20).getBytes(StandardCharsets.UTF_8));
        }
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Archive.read(bomb, "bomb.jar", Long.MAX_VALUE))
                .withMessageContaining("bomb.jar has the entry 'OSGI-INF/x.xml' with more than 8.4 MB");
    }

    @Test
    void seesASingletonHoweverItIsWritten() throws Exception {
        for (String written : new String[] {"singleton:=true", "singleton:=\"true\"", "x=y; singleton := \"true\""}) {
            Archive archive = Archive.read(jars.plain("com.example.a;" + written, "1.0.0"), "a.jar", Long.MAX_VALUE);
            assertThat(archive.name()).isEqualTo("com.example.a");
            assertThat(Bundles.isSingleton(archive)).as(written).isTrue();
        }
    }

    private void refused(Reason reason, String content, String... words) throws Exception {
        Archive kar = kar(content);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rules.check(kar))
                .satisfies(refused -> {
                    assertThat(refused).hasMessageContainingAll(words);
                    assertThat(refused.reason()).isEqualTo(reason);
                });
    }

    private void refusedJar(Reason reason, Path jar, String words) throws Exception {
        Archive kar = kar(xml("<feature name='words' version='1.0'>" + LISTED + "</feature>"), Files.readAllBytes(jar));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rules.check(kar))
                .satisfies(refused -> {
                    assertThat(refused).hasMessageContaining(words);
                    assertThat(refused.reason()).isEqualTo(reason);
                });
    }

    private Archive kar(String content) throws Exception {
        return repository("<feature name='words' version='1.0'>" + content + "</feature>");
    }

    private Archive repository(String content) throws Exception {
        return written(xml(content));
    }

    private Archive written(String xml) throws Exception {
        return kar(xml, Files.readAllBytes(jars.plain("com.example.words", "1.0.0")));
    }

    private static String xml(String content) {
        return "<features name='words' xmlns='http://karaf.apache.org/xmlns/features/v1.6.0'>" + content
                + "</features>";
    }

    private Archive kar(String xml, byte[] jar) throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("repository/com/example/kar/1.0/kar-1.0-features.xml", xml.getBytes(StandardCharsets.UTF_8));
        entries.put("repository/" + JAR, jar);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return Archive.read(Files.write(folder.resolve("words.kar"), out.toByteArray()), "words.kar", Long.MAX_VALUE);
    }
}
