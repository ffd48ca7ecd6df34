package io.bouquet.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.plugin.builder.Coordinates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PomTest {
    @TempDir
    Path folder;

    private Pom read(String content) throws Exception {
        return Pom.read(Files.writeString(folder.resolve("pom.xml"), "<project>" + content + "</project>"));
    }

    @Test
    void takesFromTheParentWhatTheProjectDoesNotSay() throws Exception {
        Pom pom = read(
                "<parent><groupId>com.example</groupId><artifactId>parent</artifactId><version>2</version></parent>"
                        + "<artifactId>hello</artifactId>"
                        + "<dependencies><dependency><artifactId>other</artifactId></dependency></dependencies>");
        assertThat(pom.coordinates()).isEqualTo(new Coordinates("com.example", "hello", "2", "hello", ""));
    }

    @Test
    void resolvesItsOwnProperties() throws Exception {
        Pom pom = read(
                "<groupId>a</groupId><artifactId>b</artifactId><version>${revision}</version><name>B ${revision}</name>"
                        + "<properties><revision>1.5</revision><data.unit>notes</data.unit></properties>");
        assertThat(pom.coordinates()).isEqualTo(new Coordinates("a", "b", "1.5", "B 1.5", ""));
        assertThat(pom.property("data.unit", "b")).isEqualTo("notes");
        assertThat(pom.property("samples.threshold", "1")).isEqualTo("1");
    }

    @Test
    void refusesWhatItCannotResolve() {
        assertThatThrownBy(() -> read("<groupId>a</groupId><artifactId>b</artifactId><version>${revision}</version>"))
                .isInstanceOf(DevException.class)
                .hasMessageContaining("a:b:${revision}");
        assertThatThrownBy(() -> read("<artifactId>b"))
                .isInstanceOf(DevException.class)
                .hasMessageContaining("pom.xml cannot be read");
    }
}
