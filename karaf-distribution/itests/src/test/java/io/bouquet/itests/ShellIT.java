package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** The commands of the platform's shell. */
public class ShellIT extends PlatformTest {
    @Test
    public void showsTheSchemasOfTheDatabaseAndKeepsThoseOfThePlatform() {
        assertThat(shell("data:status")).contains("accounts", "documents", "io.bouquet.accounts.jpa", "open");
        assertThat(shell("data:status documents")).contains("db/documents.xml", "DOCUMENT_LABEL");
        assertThat(shell("data:status --json documents")).contains("\"changeSets\"");
        assertThatThrownBy(() -> shell("data:status nope")).hasMessageContaining("documents");
        assertThatThrownBy(() -> shell("data:drop --yes documents")).hasMessageContaining("never dropped");
        assertThat(Shell.complete(context, "data:status doc")).contains("documents");
    }

    @Test
    public void saysWhyTheSchemaOfAUnitIsNotMade() throws Exception {
        Bundle broken = context.installBundle("itest:unmade", new ByteArrayInputStream(bundleWithoutItsEntity()));
        try {
            broken.start();
            await().untilAsserted(() -> assertThat(shell("data:status unmade"))
                    .contains("Unit unmade, whose schema is not made, of com.example.unmade: failed")
                    .contains("no entity com.example.Missing in the plugin"));
            assertThat(shell("data:status")).containsPattern("unmade +.{1,8}failed");
            assertThatThrownBy(() -> shell("data:drop --yes unmade")).hasMessageContaining("has no schema");
        } finally {
            broken.uninstall();
        }
        assertThat(shell("data:status")).doesNotContain("unmade");
    }

    private static byte[] bundleWithoutItsEntity() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "com.example.unmade");
        manifest.getMainAttributes().putValue("Meta-Persistence", "META-INF/persistence.xml");
        manifest.getMainAttributes().putValue("Bouquet-Migrations", "db/unmade.sql");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new ZipEntry("META-INF/persistence.xml"));
            jar.write("""
                    <persistence xmlns="http://xmlns.jcp.org/xml/ns/persistence" version="2.1">
                      <persistence-unit name="unmade"><class>com.example.Missing</class></persistence-unit>
                    </persistence>
                    """.getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new ZipEntry("db/unmade.sql"));
            jar.write("--liquibase formatted sql\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    public void addsALanguageAndRemovesItAgain() {
        assertThat(shell("nlp:languages"))
                .containsPattern("pl +.{1,8}Polish +.{1,8}AVAILABLE")
                .containsPattern("fr +.{1,8}French +.{1,8}SERVING +.{1,8}pos, sentences, tokens");
        assertThat(Shell.complete(context, "nlp:add p")).contains("pl");
        assertThat(shell("nlp:add pl")).contains("sentences-pl", "tokens-pl", "Polish serves: sentences, tokens");
        try {
            assertThat(shell("nlp:annotate \"Prof. Nowak mieszka w Krakowie. Pracuje w szpitalu.\""))
                    .contains("language: pl", "Prof. Nowak mieszka w Krakowie.");
        } finally {
            assertThat(shell("nlp:remove pl")).contains("Polish is removed");
        }
        assertThat(shell("nlp:languages")).containsPattern("pl +.{1,8}Polish +.{1,8}AVAILABLE");
        assertThatThrownBy(() -> shell("nlp:add xx")).hasMessageContaining("no models for the language 'xx'");
        assertThatThrownBy(() -> shell("nlp:remove en")).hasMessageContaining("needed by a feature");
    }

    @Test
    public void annotatesAText() {
        assertThat(shell("nlp:annotate \"Angela Merkel met Tim Cook in Berlin.\""))
                .contains("language: en", "Angela Merkel", "person", "location", "PROPN", "generation");
    }

    @Test
    public void annotatesOnlyTheLayersAskedFor() {
        assertThat(shell("nlp:annotate --layers tokens \"Grüße aus Berlin.\""))
                .contains("Grüße")
                .doesNotContain("PROPN", "sentiment");
    }

    @Test
    public void namesTheLayerThatNobodyHas() {
        assertThatThrownBy(() -> shell("nlp:annotate --layers sentimnt \"Hello.\""))
                .hasMessageContaining("sentimnt");
    }

    @Test
    public void listsTaggersAndModels() {
        assertThat(shell("nlp:taggers")).contains("Name", "State", "tokens-en", "entities-en", "SERVING");
        assertThat(shell("nlp:taggers --language de")).contains("tokens-de").doesNotContain("tokens-en");
        assertThat(shell("nlp:models")).contains("Model", "entities-en", "io.bouquet.tagging.models");
    }

    @Test
    public void listsRoutesWithTheirBundles() {
        assertThat(shell("route:list"))
                .contains("/api/annotate", "POST", "/api/health/ready", "/console", "io.bouquet.tagging.rest");
        assertThat(shell("route:list /api/documents"))
                .contains("/api/documents")
                .doesNotContain("/api/annotate");
        assertThat(shell("route:list --failed")).contains("Nothing failed");
    }

    @Test
    public void listsPluginsAndHowTheyCame() throws IOException {
        assertThat(shell("plugin:list --all")).contains("io.bouquet.tagging.rest");
        Path deployed = karafBase().resolve("deploy/hello-service.jar");
        Files.copy(Sample.HELLO.jar(), deployed);
        await().atMost(Duration.ofSeconds(10)).until(() -> Sample.HELLO.isLive(admin()));
        assertThat(shell("plugin:list")).contains(Sample.HELLO.symbolicName(), "ACTIVE", "/hello");
        Files.delete(deployed);
        await().atMost(Duration.ofSeconds(10)).until(() -> Sample.HELLO.isGone(admin()));
        assertThat(shell("plugin:list")).doesNotContain(Sample.HELLO.symbolicName());
    }

    /** Texts in quotes that name a command of a scope that the shell has, or had. */
    @Test
    public void everyCommandThatAMessageNamesExists() throws IOException {
        Set<String> commands = Shell.commands(context);
        Set<String> scopes = new TreeSet<>(List.of("web"));
        commands.stream()
                .map(command -> command.substring(0, command.indexOf(':')))
                .filter(scope -> scope.matches("[a-z]+"))
                .forEach(scopes::add);
        Pattern named = Pattern.compile("(?<![\\w.:/-])(" + String.join("|", scopes) + "):([a-z][a-z-]+)\\b(?![/:.])");
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("bouquet.bundles")))) {
            for (Path file : files.filter(
                            one -> one.toString().replace('\\', '/').matches(".*/src/main/java/.*\\.java"))
                    .toList()) {
                Matcher text = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"").matcher(Files.readString(file));
                while (text.find()) {
                    Matcher command = named.matcher(text.group());
                    while (command.find()) {
                        if (!commands.contains(command.group())) {
                            missing.add(file.getFileName() + ": " + command.group());
                        }
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    public void everyCommandHasHelp() {
        List.of("nlp:taggers", "nlp:annotate", "nlp:models", "plugin:list", "route:list")
                .forEach(command ->
                        assertThat(shell(command + " --help")).contains("DESCRIPTION", command, "SYNTAX", "OPTIONS"));
    }

    @Test
    public void namesAreCompleted() {
        Map.of(
                        "nlp:taggers ent", "entities-en",
                        "nlp:taggers --language d", "de",
                        "nlp:annotate --layers senti", "sentiment",
                        "nlp:models --language e", "en",
                        "route:list /api/ann", "/api/annotate",
                        "plugin:list io.bouquet.tagging.r", "io.bouquet.tagging.rest")
                .forEach((typed, offered) ->
                        assertThat(Shell.complete(context, typed)).as(typed).contains(offered));
    }

    @Test
    public void everyListCanBeReadByPrograms() {
        List.of("nlp:taggers", "nlp:models", "route:list", "plugin:list")
                .forEach(command -> assertThat(shell(command + " --json").strip())
                        .as(command)
                        .matches("(?s)[\\[{].*[\\]}]"));
    }
}
