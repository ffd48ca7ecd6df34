package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Outdated;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories.Found;
import io.bouquet.deploy.Repository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryCommandsTest {
    private static final Release OLD = release("1.0.0", List.of());
    private static final Release NEW =
            release("2.0.0", List.of(new Finding("missing-package", "it needs the package x", "Install it")));

    private static Release release(String version, List<Finding> unmet) {
        return new Release(
                "team",
                new ArchiveSummary(
                        "com.example.a",
                        version,
                        Format.JAR,
                        "A",
                        "does\nthings",
                        "MIT",
                        17,
                        Map.of("routes", List.of("GET /a", "GET /b")),
                        List.of("a:read"),
                        List.of("accounts"),
                        List.of("x [1,2)"),
                        List.of()),
                5_000,
                unmet,
                Optional.of("0.9.0"));
    }

    private static String printed(Consumer<PrintStream> command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        command.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "com.example.a, false",
        "com.example.a@1.0.0, false",
        "a/b, true",
        "a.jar, true",
        "A.KAR, true",
        "mvn:a/b/1, true",
        "com.example.jar.tools, false",
    })
    void tellsFilesFromNames(String argument, boolean isFile) {
        assertThat(ArchiveFile.isFile(argument)).isEqualTo(isFile);
    }

    @Test
    void readsNamesAndVersions() {
        assertThat(Chosen.of("a")).isEqualTo(new Chosen("a", ""));
        assertThat(Chosen.of("a@1.0.0")).isEqualTo(new Chosen("a", "1.0.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@1", "a@", "@"})
    void refusesEmptyParts(String argument) {
        assertThatThrownBy(() -> Chosen.of(argument)).hasMessageContaining("NAME@VERSION");
    }

    @Test
    void showsWhatAReleaseAsksFor() {
        assertThat(printed(out -> ReleaseText.print(NEW, NEW.summary(), out)))
                .contains(
                        "com.example.a 2.0.0, JAR of",
                        "  A: does things",
                        "  licence      MIT",
                        "  installed    0.9.0",
                        "  routes       GET /a, GET /b",
                        "  scopes       a:read",
                        "  permissions  accounts",
                        "  packages     x [1,2)",
                        "  incompatible it needs the package x. Install it")
                .doesNotContain("none");
    }

    @Test
    void listsReleasesAndWhatCouldNotBeRead() {
        assertThat(printed(out -> new SearchCommand().print(new Found(List.of(NEW), List.of("far: no host")), out)))
                .containsPattern("com.example.a *\\| 2.0.0 *\\| A: does things *\\| team *\\| 0.9.0 .*no: it needs")
                .contains("repository far: no host");
        SearchCommand json = new SearchCommand();
        json.json = true;
        assertThat(printed(out -> json.print(new Found(List.of(NEW), List.of()), out)))
                .contains("\"compatible\" : false", "\"routes\" : [ \"GET /a\", \"GET /b\" ]");
    }

    @Test
    void tellsWhyTheLatestIsNotTaken() {
        Outdated outdated = new Outdated("com.example.a", "0.9.0", Optional.of(OLD), NEW);
        assertThat(printed(out -> new OutdatedCommand().print(List.of(outdated), out)))
                .containsPattern(
                        "com.example.a *\\| 0.9.0 *\\| 1.0.0 *\\| 2.0.0 *\\| team *\\| it needs the package x");
        OutdatedCommand json = new OutdatedCommand();
        json.json = true;
        assertThat(printed(out -> json.print(List.of(outdated), out))).contains("\"installed\" : \"0.9.0\"");
    }

    @Test
    void tellsWhatIsWrongWithARepository() {
        Repository broken =
                new Repository("far", "https://x/", "", "signed", Optional.empty(), 0, "there is no host x");
        assertThat(printed(out -> new RepositoryListCommand().print(List.of(broken), out)))
                .contains("signed", "repository far: there is no host x");
    }
}
