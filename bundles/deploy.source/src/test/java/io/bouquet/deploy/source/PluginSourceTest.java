package io.bouquet.deploy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.bouquet.deploy.RefusedException;
import io.bouquet.plugin.builder.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginSourceTest {
    @TempDir
    Path folder;

    private PluginSource read(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-28T09:30:05.250Z")));
        return PluginSource.read(file);
    }

    @Test
    void takesTheNameOfTheClassAndTheTimeAndContentOfTheFile() throws Exception {
        PluginSource hello = read("Hello.java", "class Hello {}");
        assertThat(hello.name()).isEqualTo("hello");
        assertThat(hello.version()).matches("1\\.0\\.0\\.20261128-093005250-[0-9a-f]{8}");
        assertThat(hello.source().text()).isEqualTo("package hello; class Hello {}");
        assertThat(read("Hello.java", "class Hello { }").version()).isNotEqualTo(hello.version());
        assertThat(read("URLTagger2Service.java", "").name()).isEqualTo("url-tagger2-service");
        assertThat(read("New.java", "").source().text()).isEqualTo("package plugin_new; ");
    }

    @Test
    void takesHeadersFromComments() throws Exception {
        PluginSource hello = read(
                "Hello.java",
                "//: Bundle-SymbolicName: com.example.hello\n//: Bundle-Version: 2.1\npackage a.b;\nclass Hello {}");
        assertThat(hello.name()).isEqualTo("com.example.hello");
        assertThat(hello.version()).startsWith("2.1.0.2026");
        assertThat(hello.added()).isEmpty();
        assertThat(hello.instructions())
                .contains("Bundle-SymbolicName: com.example.hello", "Bundle-Version: " + hello.version());
    }

    @Test
    void takesFilesFromComments() throws Exception {
        PluginSource hello = read(
                "Hello.java",
                "/*: db/changelog.sql\n--changeset a:1\n*/\n/* a comment */\n/*: web/a.txt\nabc*/class Hello {}");
        assertThat(hello.files())
                .containsExactly(entry("db/changelog.sql", "--changeset a:1\n"), entry("web/a.txt", "abc"));
        assertThatThrownBy(() -> read("Hello.java", "/*: a/../../b\n*/"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("'/*: a/../../b' names no file");
        assertThatThrownBy(() -> read("Hello.java", "/*: a\n*/\n/*: a\n*/"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("two comments are the file 'a'");
    }

    @Test
    void refusesNamesAndVersionsThatAreNone() {
        assertThatThrownBy(() -> read("my-plugin.java", ""))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("'my-plugin' cannot be the name of a class");
        assertThatThrownBy(() -> read("Hello.java", "//: Bundle-Version: 1.0.0-rc1\n"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("'1.0.0-rc1'");
    }

    @Test
    void showsProblemsAsTheAuthorSeesTheFile() throws Exception {
        PluginSource hello = read("Hello.java", "class Hello { int a; }");
        Problem shown = hello.asWritten(
                new Problem(true, "x", 1, 19, "?", hello.source().text()));
        assertThat(shown.column()).isEqualTo(4);
        assertThat(shown.sourceLine()).isEqualTo("class Hello { int a; }");
    }
}
