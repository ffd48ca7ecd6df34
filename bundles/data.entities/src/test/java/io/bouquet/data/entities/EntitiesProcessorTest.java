package io.bouquet.data.entities;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntitiesProcessorTest {
    private static final String NOTE = "@javax.persistence.Entity public class Note { @javax.persistence.Id int id; }";
    private static final String ORDER = "public class Shop { @javax.persistence.Entity public static class Order {"
            + " @javax.persistence.Id int id; } @javax.persistence.Embeddable public static class Part {} }";

    @TempDir
    Path folder;

    @Test
    void listsAllKindsOfPersistentClasses() throws IOException {
        assertThat(compile("my-shop.orders", "Note", NOTE, "Shop", ORDER)).isEmpty();
        assertThat(file())
                .contains(
                        "<persistence-unit name=\"my_shop_orders\" ",
                        "<class>Note</class>\n    <class>Shop$Order</class>\n    <class>Shop$Part</class>\n");
    }

    @Test
    void keepsTheClassesOfAnEarlierCompilationThatStillExist() throws IOException {
        compile("shop", "Note", NOTE, "Shop", ORDER);
        assertThat(compile("shop", "Note", NOTE)).isEmpty();
        assertThat(file()).contains("<class>Note</class>", "<class>Shop$Order</class>");
        assertThat(compile("shop", "Note", NOTE, "Shop", "public class Shop {}"))
                .isEmpty();
        assertThat(file()).contains("<class>Note</class>").doesNotContain("Shop");
    }

    @Test
    void leavesAFileOfTheModuleAsItIs() throws IOException {
        Path own = Files.createDirectories(folder.resolve("META-INF")).resolve("persistence.xml");
        Files.writeString(own, "<persistence/>");
        assertThat(compile("shop", "Note", NOTE)).isEmpty();
        assertThat(file()).isEqualTo("<persistence/>");
    }

    @Test
    void refusesAnInvalidNameOfTheUnit() {
        assertThat(compile("1st", "Note", NOTE)).contains("'1st' is no name of one", "data.unit");
        assertThat(folder.resolve("META-INF/persistence.xml")).doesNotExist();
    }

    @Test
    void writesNothingForAModuleWithoutEntities() {
        assertThat(compile("", "Plain", "public class Plain {}")).isEmpty();
        assertThat(folder.resolve("META-INF")).doesNotExist();
    }

    private String file() throws IOException {
        return Files.readString(folder.resolve("META-INF/persistence.xml"));
    }

    /** Compiles classes, given as names and sources; returns the compiler's messages. */
    private String compile(String unit, String... sources) {
        List<SimpleJavaFileObject> files = new ArrayList<>();
        for (int i = 0; i < sources.length; i += 2) {
            String source = sources[i + 1];
            files.add(
                    new SimpleJavaFileObject(
                            URI.create("string:///" + sources[i] + ".java"), SimpleJavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreErrors) {
                            return source;
                        }
                    });
        }
        StringWriter messages = new StringWriter();
        String classPath = folder + System.getProperty("path.separator") + System.getProperty("java.class.path");
        JavaCompiler.CompilationTask task = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-cp", classPath, "-A" + EntitiesProcessor.UNIT + "=" + unit),
                        null,
                        files);
        task.setProcessors(List.of(new EntitiesProcessor()));
        task.call();
        return messages.toString();
    }
}
