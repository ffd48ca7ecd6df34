package io.bouquet.plugin.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.plugin.scaffold.InvalidProjectException.Field;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaffoldTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("@[A-Za-z]+@");

    @TempDir
    Path folder;

    private static Scaffold scaffold(Kind kind, String name) {
        return new Scaffold(kind, name, "org.acme", new Origin("1.2.3", "file:///a ü/R&D/repository", "/a ü/R&D"));
    }

    @ParameterizedTest
    @EnumSource
    void isSmallAndHasNoPlaceholderLeft(Kind kind) {
        SortedMap<String, String> files = scaffold(kind, "my-things").files();
        assertThat(files).hasSizeLessThanOrEqualTo(6).containsKey("pom.xml");
        assertThat(files.get("pom.xml").lines().count()).isLessThanOrEqualTo(20);
        files.forEach((path, content) -> {
            assertThat(path).doesNotContainPattern(PLACEHOLDER);
            assertThat(content).as(path).doesNotContainPattern(PLACEHOLDER).endsWith("\n");
        });
        assertThat(files.keySet()).anyMatch(path -> path.endsWith("IT.java"));
    }

    @Test
    void namesClassesByTheKind() {
        assertThat(scaffold(Kind.SERVICE, "hello").files())
                .containsKey("src/main/java/org/acme/hello/HelloService.java");
        assertThat(scaffold(Kind.SERVICE, "hello-service").files())
                .containsKey("src/main/java/org/acme/helloservice/HelloService.java");
        assertThat(scaffold(Kind.ENTITIES, "open-entries").files())
                .containsKeys(
                        "src/main/java/org/acme/openentries/OpenEntry.java",
                        "src/main/java/org/acme/openentries/OpenEntryResource.java");
    }

    @Test
    void namesTheRepositoryAsXml() {
        assertThat(scaffold(Kind.TAGGER, "tags").files().get("pom.xml"))
                .contains(
                        "<url>file:///a ü/R&amp;D/repository</url>",
                        "<bouquet.home>/a ü/R&amp;D</bouquet.home>",
                        "<version>1.2.3</version>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello", "1st", "a--b", "a-", "a_b", "../a", "a/b", "a234567890123456789012345678901"})
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> scaffold(Kind.SERVICE, name))
                .isInstanceOfSatisfying(InvalidProjectException.class, e -> assertThat(e.field())
                        .isEqualTo(Field.NAME))
                .hasMessageContaining("'" + name + "' is no name of a plugin");
    }

    @Test
    void keepsClearOfTheWordsOfJavaAndOfQueries() {
        assertThat(scaffold(Kind.ENTITIES, "orders").files())
                .containsKey("src/main/java/org/acme/orders/OrderEntity.java")
                .hasEntrySatisfying("src/main/resources/db/changelog.sql", sql -> assertThat(sql)
                        .contains("create table ORDERS ("));
        assertThatThrownBy(() -> scaffold(Kind.SERVICE, "new")).hasMessageContaining("'new' is a word of Java");
    }

    @Test
    void refusesWhatIsNoGroup() {
        Origin origin = new Origin("1", "http://localhost/", "");
        assertThatThrownBy(() -> new Scaffold(Kind.SERVICE, "a", "com.Example", origin))
                .isInstanceOfSatisfying(InvalidProjectException.class, e -> assertThat(e.field())
                        .isEqualTo(Field.GROUP))
                .hasMessageContaining("'com.Example' is no group");
    }

    @Test
    void refusesAKindThatThereIsNot() {
        assertThatThrownBy(() -> Kind.of("servlet"))
                .isInstanceOfSatisfying(InvalidProjectException.class, e -> assertThat(e.field())
                        .isEqualTo(Field.KIND))
                .hasMessage("there is no kind 'servlet'; there are: service, tagger, model, entities, page, command");
    }

    @Test
    void namesTheFolderOfARunningPlatformOnItsOwnMachineOnly() throws IOException {
        Files.createDirectories(folder.resolve("repository/io/bouquet/plugin-parent/1.2.3"));
        String home = folder.toRealPath().toString();
        URI here = URI.create("http://127.0.0.1:8181");
        assertThat(Origin.of(folder, here)).isEqualTo(new Origin("1.2.3", "http://127.0.0.1:8181/api/maven", home));
        assertThat(Origin.of(folder, URI.create("https://bouquet.acme.com/api/"))
                        .home())
                .isEmpty();
        assertThat(Origin.at(folder)).isEqualTo(new Origin("1.2.3", "file://" + home + "/repository", home));
    }

    @Test
    void namesAPlatformByItsUrlOrItsFolder() throws IOException {
        Files.createDirectories(folder.resolve("repository/io/bouquet/plugin-parent/1.2.3"));
        assertThat(Origin.named("https://bouquet.acme.com/", "1.0.0"))
                .isEqualTo(new Origin("1.0.0", "https://bouquet.acme.com/api/maven", ""));
        assertThat(Origin.named(folder.toString(), "1.0.0")).isEqualTo(Origin.at(folder));
        assertThatThrownBy(() -> Origin.named("/nowhere", "1.0.0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'/nowhere' is neither the URL of a platform nor the folder");
    }

    @Test
    void writesIntoANewFolderOnly() throws IOException {
        Scaffold scaffold = scaffold(Kind.PAGE, "mine");
        scaffold.write(folder.resolve("mine"));
        for (var file : scaffold.files().entrySet()) {
            assertThat(folder.resolve("mine").resolve(file.getKey())).hasContent(file.getValue());
        }
        Files.delete(folder.resolve("mine/pom.xml"));
        assertThatThrownBy(() -> scaffold.write(folder.resolve("mine"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(folder.resolve("mine/pom.xml")).doesNotExist();
    }

    @Test
    void zipsTheSame() throws IOException {
        Scaffold scaffold = scaffold(Kind.COMMAND, "mine");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        scaffold.zip(out);
        SortedMap<String, String> found = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(
                        entry.getName().substring("mine/".length()),
                        new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(found).isEqualTo(scaffold.files());
    }
}
