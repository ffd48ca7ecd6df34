package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.xbean.asm9.AnnotationVisitor;
import org.apache.xbean.asm9.ClassWriter;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.junit.jupiter.api.Test;

class HintsTest {
    private final DeclaredReader reader = new DeclaredReader();

    @Test
    void tellsThatAResourceIsNotRegistered() {
        type("javax/ws/rs/Path", "value", "words");
        assertThat(hints(Map.of()))
                .containsExactly("com.example.Words has @Path, and nobody registers it. Add @Component(service ="
                        + " Words.class) and @JaxrsResource to the class");
    }

    @Test
    void tellsThatAComponentIsNoResource() {
        type("javax/ws/rs/Path", "value", "words");
        component("");
        assertThat(hints(Map.of()))
                .containsExactly(
                        "com.example.Words has @Path, and is no REST resource. Add @JaxrsResource to" + " the class");
    }

    @Test
    void saysNothingOfAResource() {
        type("javax/ws/rs/Path", "value", "words");
        component("<property name=\"osgi.jaxrs.resource\" type=\"Boolean\" value=\"true\"/>");
        assertThat(hints(Map.of())).isEmpty();
        assertThat(reader.declared().types().get("com.example.Words")).satisfies(type -> {
            assertThat(type.path()).isEqualTo("words");
            assertThat(type.methods()).containsExactly(new Declared.Answer("GET", "{id}"));
        });
    }

    @Test
    void namesTheHeaderThatEntitiesNeed() {
        type("javax/persistence/Entity", "name", "Word");
        assertThat(hints(Map.of())).singleElement().asString().contains("@Entity", "Meta-Persistence");
        assertThat(hints(Map.of("Meta-Persistence", "META-INF/persistence.xml")))
                .isEmpty();
    }

    @Test
    void namesTheHeaderThatCommandsNeed() {
        type("org/apache/karaf/shell/api/action/Command", "name", "say");
        assertThat(hints(Map.of())).singleElement().asString().contains("@Command", "Karaf-Commands");
    }

    @Test
    void saysNothingOfTheHeaderThatTheBuildWrites() {
        assertThat(hints(Map.of("Bouquet-Libraries", "org.jsoup:jsoup;version=\"1.16.1\"")))
                .isEmpty();
    }

    @Test
    void namesTheHeaderThatAMistypedOneComesNearTo() {
        assertThat(hints(Map.of("Bouqet-Model", "x")))
                .containsExactly("its header Bouqet-Model means nothing here. Did you mean Bouquet-Model? Correct it"
                        + " in bnd.bnd");
        assertThat(hints(Map.of("Bouquet-Model", "x", "Bundle-Name", "y"))).isEmpty();
    }

    private List<String> hints(Map<String, String> headers) {
        return Hints.of(headers, reader.declared()).stream().map(Finding::text).toList();
    }

    private void component(String property) {
        reader.read(
                "OSGI-INF/words.xml",
                ("<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\">" + property
                                + "<implementation class=\"com.example.Words\"/></scr:component>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** A class with an annotation, and a method that answers GET. */
    private void type(String annotation, String attribute, String value) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "com/example/Words", null, "java/lang/Object", null);
        AnnotationVisitor its = writer.visitAnnotation("L" + annotation + ";", true);
        its.visit(attribute, value);
        its.visitEnd();
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "get", "()V", null, null);
        method.visitAnnotation("Ljavax/ws/rs/GET;", true).visitEnd();
        AnnotationVisitor path = method.visitAnnotation("Ljavax/ws/rs/Path;", true);
        path.visit("value", "{id}");
        path.visitEnd();
        method.visitEnd();
        writer.visitEnd();
        reader.read("com/example/Words.class", writer.toByteArray());
    }
}
