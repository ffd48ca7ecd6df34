package io.bouquet.plugin.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompilerTest {
    private final Compiler compiler =
            new Compiler(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .toList());
    private final Map<String, SourceFile> sources = new LinkedHashMap<>();

    @AfterEach
    void close() throws Exception {
        compiler.close();
    }

    private Compilation compile() {
        return compiler.compile(sources.values(), Set.of(), "unit");
    }

    private void write(String name, String text) {
        sources.put(name, new SourceFile(Path.of("/project", name + ".java"), text));
    }

    private static List<String> names(Compilation compilation) {
        return compilation.compiled().stream()
                .map(path -> String.valueOf(path.getFileName()).replace(".java", ""))
                .toList();
    }

    @Test
    void compilesWhatHasChangedAndWhatDependsOnThat() {
        write("A", "package p; class A { int a() { return 1; } }");
        write("B", "package p; class B { int b() { return new A().a(); } }");
        write("C", "package p; class C { int c() { return new B().b(); } }");
        write("D", "package p; class D { }");
        assertThat(names(compile())).containsExactly("A", "B", "C", "D");
        assertThat(compile().compiled()).isEmpty();

        write("B", "package p; class B { int b() { return new A().a() + 1; } }");
        Compilation second = compile();
        assertThat(names(second)).containsExactly("B", "C");
        assertThat(second.changed()).containsExactly("p.B");
        assertThat(second.output()).containsOnlyKeys("p/A.class", "p/B.class", "p/C.class", "p/D.class");
        assertThat(compiler.dependents(second.changed())).containsExactly("p.B", "p.C");
    }

    @Test
    void findsTheUsersOfASignatureThatHasChanged() {
        write("A", "package p; class A { int a() { return 1; } }");
        write("B", "package p; class B { int b() { return new A().a(); } }");
        compile();
        write("A", "package p; class A { int other() { return 1; } }");
        Compilation broken = compile();
        assertThat(broken.succeeded()).isFalse();
        assertThat(broken.errors()).singleElement().satisfies(error -> {
            assertThat(error.file()).endsWith("B.java");
            assertThat(error.message()).contains("cannot find symbol", "a()");
        });
        assertThat(broken.output()).as("the last good version").containsKey("p/B.class");
        write("A", "package p; class A { int a() { return 2; } }");
        assertThat(compile().succeeded()).isTrue();
    }

    @Test
    void compilesTheUsersOfAConstantWhoseValueIsCopied() {
        write("A", "package p; class A { static final int LIMIT = 1; }");
        write("B", "package p; class B { int b() { return A.LIMIT; } }");
        compile();
        write("A", "package p; class A { static final int LIMIT = 2; }");
        assertThat(compile().changed()).containsExactly("p.A", "p.B");
        write("B", "package p; class B { private static final int OWN = 1; int b() { return A.LIMIT; } }");
        assertThat(names(compile())).containsExactly("B");
        write("B", "package p; class B { private static final int OWN = 2; int b() { return A.LIMIT; } }");
        assertThat(names(compile())).as("nobody else sees a private constant").containsExactly("B");
    }

    @Test
    void compilesTheUsersOfAClassElsewhereThatHasChanged() {
        write("A", "package p; class A { Runnable a; }");
        write("B", "package p; class B { }");
        compile();
        assertThat(names(compiler.compile(sources.values(), Set.of("java.lang.Runnable"), "unit")))
                .containsExactly("A");
    }

    @Test
    void listsAndEnhancesTheEntities() {
        write("A", "package p; @javax.persistence.Entity class A { @javax.persistence.Id int id; }");
        write("B", "package p; class B { }");
        Compilation first = compile();
        assertThat(persistence(first))
                .contains("name=\"unit\"", "<class>p.A</class>")
                .doesNotContain("p.B");
        assertThat(enhanced(first, "p/A.class")).isTrue();
        write("B", "package p; @javax.persistence.Entity class B { @javax.persistence.Id int id; }");
        Compilation second = compile();
        assertThat(persistence(second)).contains("<class>p.A</class>", "<class>p.B</class>");
        assertThat(enhanced(second, "p/B.class")).isTrue();
    }

    @Test
    void tellsWhyAnEntityCannotBeEnhanced() {
        write(
                "A",
                "package p; @javax.persistence.Entity @javax.persistence.IdClass(A.class) class A {"
                        + " @javax.persistence.Id int id; @javax.persistence.Id int other; }");
        Compilation compilation = compile();
        assertThat(compilation.succeeded()).isFalse();
        assertThat(compilation.errors()).singleElement().satisfies(error -> assertThat(error.message())
                .contains("[p/A.class] cannot be enhanced: "));
    }

    private static boolean enhanced(Compilation compilation, String file) {
        byte[] content = compilation.output().getOrDefault(file, new byte[0]);
        return new String(content, StandardCharsets.ISO_8859_1).contains("pcNewInstance");
    }

    private static String persistence(Compilation compilation) {
        return new String(compilation.output().get("META-INF/persistence.xml"), StandardCharsets.UTF_8);
    }

    @Test
    void forgetsTheClassesOfADeletedSource() {
        write("A", "package p; class A { class Inner { } }");
        write("B", "package p; class B { }");
        assertThat(compile().output()).containsKey("p/A$Inner.class");
        sources.remove("A");
        Compilation without = compile();
        assertThat(without.output()).containsOnlyKeys("p/B.class");
        assertThat(without.changed()).containsExactly("p.A", "p.A$Inner");
        write("B", "package p; class B { A a; }");
        assertThat(compile().succeeded()).isFalse();
    }

    @Test
    void tellsFileLineColumnAndTheSourceLineOfAnError() {
        write("A", "package p;\nclass A {\n\tint a() { return nothing; }\n}\n");
        Problem error = compile().errors().get(0);
        assertThat(error.line()).isEqualTo(3);
        assertThat(error.column()).isEqualTo(26);
        assertThat(error.in("A.java").text())
                .startsWith("A.java:3:26: cannot find symbol")
                .endsWith("\n        int a() { return nothing; }\n                         ^");
    }

    @Test
    void keepsTheNamesOfParametersAndTheJavadocOfAllClasses() {
        write("A", "package p;\n/** The first. */\npublic class A { /** Adds. */ public void add(int number) { } }");
        write("B", "package p;\n/** The second. */\npublic class B { }");
        assertThat(new String(compile().output().get("p/A.class"), StandardCharsets.ISO_8859_1))
                .contains("MethodParameters", "number");
        write("B", "package p;\n/** The third. */\npublic class B { }");
        Compilation second = compile();
        assertThat(names(second)).containsExactly("B");
        assertThat(new String(second.output().get("META-INF/bouquet/javadoc.properties"), StandardCharsets.ISO_8859_1))
                .isEqualTo("p.A=The first.\np.A.add(int)=Adds.\np.B=The third.\n");
    }
}
