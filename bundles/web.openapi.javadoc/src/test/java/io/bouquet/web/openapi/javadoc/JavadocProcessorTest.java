package io.bouquet.web.openapi.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavadocProcessorTest {
    private static final String SOURCE = """
            import java.util.List;
            import java.util.Map;

            /** Greets. */
            public class Hello {
                /**
                 * Says <em>hello</em> to {@code name}, as {@link Map#of() maps} do
                 * in {@link java.util.List#size()}.
                 *
                 * <p>Twice: {@code {a: 1}}.
                 * <ul>
                 * <li>one
                 * <li>two &lt; three
                 * </ul>
                 *
                 * @param names whom to greet,
                 *     in this order
                 * @param <T> not a parameter
                 * @return the greeting
                 */
                public <T extends Comparable<T>> String hello(List<String> names, T first, int[] counts, Map.Entry<T, T> one) {
                    return "";
                }

                /** Nobody sees it. */
                private void hidden() {}

                /**
                 * A greeting.
                 *
                 * @param text with "quotes" and ü
                 */
                record Greeting(String text) {}

                enum Mood {
                    /** Friendly. */
                    GOOD,
                    BAD
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void keepsTextsByTheNamesThatClassesHaveAtRunTime() throws IOException {
        Properties texts = compiled();
        String hello = "Hello.hello(java.util.List,java.lang.Comparable,int[],java.util.Map$Entry)";
        assertThat(texts)
                .containsEntry("Hello", "Greets.")
                .containsEntry(
                        hello,
                        "Says *hello* to `name`, as maps do in `List.size`.\n\nTwice: `{a: 1}`.\n\n- one\n- two < three")
                .containsEntry(hello + "@0", "whom to greet, in this order")
                .containsEntry(hello + "@return", "the greeting")
                .containsEntry("Hello$Greeting", "A greeting.")
                .containsEntry("Hello$Greeting.text", "with \"quotes\" and ü")
                .containsEntry("Hello$Mood.GOOD", "Friendly.")
                .hasSize(7);
    }

    @Test
    void writesTheSameFileEachTime() throws IOException {
        compiled();
        byte[] first = Files.readAllBytes(file());
        compiled();
        assertThat(Files.readAllBytes(file())).isEqualTo(first);
        assertThat(Files.readString(file()).lines()).noneMatch(line -> line.startsWith("#"));
    }

    @Test
    void keepsTheTextsOfClassesThatAreNotCompiledAgain() throws IOException {
        compiled(source("A", """
                /** A. */
                public class A {
                    /** B. */
                    public static class B {
                        /** f. */ int f;
                    }

                    /** m. */
                    void m(int i) {}
                }
                """));
        compiled(source("C", "/** C. */ public class C { /** old */ int old; }"));
        assertThat(compiled(source("C", "/** C again. */ public class C {}")))
                .containsOnly(
                        Map.entry("A", "A."),
                        Map.entry("A$B", "B."),
                        Map.entry("A$B.f", "f."),
                        Map.entry("A.m(int)", "m."),
                        Map.entry("C", "C again."));
        Files.delete(folder.resolve("A.class"));
        Files.delete(folder.resolve("A$B.class"));
        assertThat(compiled(source("C", "public class C {}"))).isEmpty();
    }

    private Path file() {
        return folder.resolve("META-INF/bouquet/javadoc.properties");
    }

    private Properties compiled() throws IOException {
        return compiled(source("Hello", SOURCE));
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private Properties compiled(JavaFileObject source) throws IOException {
        JavaCompiler.CompilationTask task = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-cp", folder.toString()),
                        null,
                        List.of(source));
        task.setProcessors(List.of(new JavadocProcessor()));
        assertThat(task.call()).isTrue();
        Properties texts = new Properties();
        try (Reader in = Files.newBufferedReader(file())) {
            texts.load(in);
        }
        return texts;
    }
}
