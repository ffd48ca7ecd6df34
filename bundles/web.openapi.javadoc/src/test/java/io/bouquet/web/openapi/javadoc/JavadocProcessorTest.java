package io.bouquet.web.openapi.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.tools.JavaCompiler;
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

    private Path file() {
        return folder.resolve("META-INF/bouquet/javadoc.properties");
    }

    private Properties compiled() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Hello.java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return SOURCE;
                    }
                };
        JavaCompiler.CompilationTask task =
                compiler.getTask(null, null, null, List.of("-d", folder.toString()), null, List.of(source));
        task.setProcessors(List.of(new JavadocProcessor()));
        assertThat(task.call()).isTrue();
        Properties texts = new Properties();
        try (Reader in = Files.newBufferedReader(file())) {
            texts.load(in);
        }
        return texts;
    }
}
