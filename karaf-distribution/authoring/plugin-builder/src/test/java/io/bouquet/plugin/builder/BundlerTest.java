package io.bouquet.plugin.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlerTest {
    private static final List<Path> CLASS_PATH = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(path -> path.toString().matches(".*(component.annotations|service.jaxrs|jax.rs-api).*\\.jar"))
            .toList();
    private static final Coordinates HELLO =
            new Coordinates("com.example", "hello", "1.2.0-SNAPSHOT", "Hello", "Greets");
    private static final String SERVICE = """
            package com.example;

            import javax.ws.rs.*;
            import org.osgi.service.component.annotations.Component;
            import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

            @Component(service = Hello.class)
            @JaxrsResource
            @Path("/hello")
            public class Hello {
                @GET
                public String hello() { return "Hello"; }
            }
            """;

    @TempDir
    Path folder;

    private Path bundle(String source, String instructions, List<Path> embedded) throws Exception {
        Path jar = folder.resolve("hello.jar");
        List<Path> all = Stream.concat(CLASS_PATH.stream(), embedded.stream()).toList();
        String artifacts = embedded.stream()
                .map(library ->
                        String.valueOf(library.getFileName()).replaceFirst("(.*)-(.*)\\.jar", "org.assertj:$1:jar:$2"))
                .map(coordinates -> coordinates + ":compile")
                .collect(Collectors.joining());
        try (Compiler compiler = new Compiler(all);
                Bundler bundler = new Bundler(all, artifacts)) {
            Compilation compilation =
                    compiler.compile(List.of(new SourceFile(folder.resolve("Hello.java"), source)), Set.of(), "unit");
            assertThat(compilation.problems()).isEmpty();
            Path data = Files.writeString(folder.resolve("data.txt"), "data");
            bundler.bundle(HELLO, folder, instructions, compilation.output(), Map.of("data/data.txt", data), jar);
        }
        return jar;
    }

    private static Attributes headers(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }

    @Test
    void makesTheBundleOfAService() throws Exception {
        Path jar = bundle(SERVICE, "", List.of());
        Attributes headers = headers(jar);
        assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo("com.example.hello");
        assertThat(headers.getValue("Bundle-Version")).isEqualTo("1.2.0.SNAPSHOT");
        assertThat(headers.getValue("Import-Package")).contains("javax.ws.rs");
        assertThat(headers.getValue("Service-Component")).isEqualTo("OSGI-INF/com.example.Hello.xml");
        assertThat(headers.getValue("Require-Capability"))
                .contains("osgi.implementation=osgi.jaxrs", "osgi.contract=JavaJAXRS");
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.stream().map(Object::toString)).contains("com/example/Hello.class", "data/data.txt");
        }
        byte[] first = Files.readAllBytes(jar);
        assertThat(Files.readAllBytes(bundle(SERVICE, "", List.of())))
                .as("the same again")
                .isEqualTo(first);
    }

    @Test
    void usesTheInstructionsOfThePluginParent() throws Exception {
        String parent = Files.readString(Path.of("../plugin-parent/pom.xml"));
        Matcher instructions =
                Pattern.compile("(?s)<bnd><!\\[CDATA\\[\n(.*?)]]></bnd>").matcher(parent);
        assertThat(instructions.find()).isTrue();
        // in this process the rules need no file
        String common = instructions.group(1).replaceAll("(?m)^(# embed libraries|-plugin\\.).*\\n", "");
        assertThat(common).isNotEqualTo(instructions.group(1));
        try (InputStream own = Bundler.class.getResourceAsStream("plugin.bnd")) {
            assertThat(own).asString(StandardCharsets.UTF_8).endsWith("\n" + common);
        }
    }

    @Test
    void theInstructionsOfTheProjectOverrideTheCommonOnes() throws Exception {
        Attributes headers =
                headers(bundle(SERVICE, "Bundle-Name: ${project.artifactId} to you\nMy-Header: 1", List.of()));
        assertThat(headers.getValue("Bundle-Name")).isEqualTo("hello to you");
        assertThat(headers.getValue("My-Header")).isEqualTo("1");
    }

    @Test
    void containsALibraryThatThePlatformDoesNotHave() throws Exception {
        Path library = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().contains("assertj-core"))
                .findFirst()
                .orElseThrow();
        String source = SERVICE.replace("\"Hello\"", "\"\" + org.assertj.core.api.Assertions.class");
        Path jar = bundle(source, "", List.of(library));
        Attributes headers = headers(jar);
        assertThat(headers.getValue("Bundle-ClassPath")).isEqualTo(".,lib/" + library.getFileName());
        assertThat(headers.getValue("Import-Package"))
                .doesNotContain("org.assertj")
                .contains("javax.ws.rs,", "net.bytebuddy;resolution:=optional");
    }

    @Test
    void saysWhatIsWrongWithAnInstruction() {
        assertThatThrownBy(() -> bundle(SERVICE, "-includeresource: missing.txt", List.of()))
                .isInstanceOf(BundlingException.class)
                .hasMessageContaining("missing.txt");
    }
}
