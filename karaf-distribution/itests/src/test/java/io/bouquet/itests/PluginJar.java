package io.bouquet.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A plugin in the making: headers, files, and sources that are compiled against the APIs of the platform. */
final class PluginJar {
    private static final List<String> APIS = List.of(
            "org.apache.aries.javax.jax.rs-api",
            "org.apache.felix.framework",
            "org.apache.felix.http.servlet-api",
            "org.apache.karaf.shell.core",
            "javax.persistence_2.1",
            "accounts",
            "console",
            "schedules",
            "tagging",
            "web");

    private final String name;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private int major;

    private PluginJar(String name) {
        this.name = name;
        headers.put("Manifest-Version", "1.0");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", name);
        headers.put("Bundle-Version", "1.0.0");
    }

    static PluginJar of(String name) {
        return new PluginJar(name);
    }

    String name() {
        return name;
    }

    PluginJar header(String header, String value) {
        headers.put(header, value);
        return this;
    }

    PluginJar imports(String packages) {
        return header("Import-Package", packages);
    }

    PluginJar file(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A class, whose package and name are those in its source. */
    PluginJar source(String source) {
        sources.put(nameIn(source), source);
        return this;
    }

    /** A class that the sources are compiled against, and that is not in the JAR. */
    PluginJar without(String source) {
        left.add(nameIn(source));
        return source(source);
    }

    /** Class files in the format of a later Java version. */
    PluginJar forClassFiles(int version) {
        major = version;
        return this;
    }

    /**
     * A component as bnd describes it.
     *
     * @param attributes of the element, such as {@code configuration-policy="require"}
     * @param content    elements in it, such as {@code <service>}
     */
    PluginJar component(String type, String attributes, String content) {
        headers.merge("Service-Component", "OSGI-INF/" + type + ".xml", (one, other) -> one + "," + other);
        return file("OSGI-INF/" + type + ".xml", """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s" %s>
                  %s
                  <implementation class="%s"/>
                </scr:component>
                """.formatted(type, attributes, content, type));
    }

    static String service(String type) {
        return "<service><provide interface=\"" + type + "\"/></service>";
    }

    static String property(String key, String value) {
        return "<property name=\"" + key + "\" value=\"" + value + "\"/>";
    }

    private static String nameIn(String source) {
        String space = source.replaceAll("(?s).*?package ([\\w.]+);.*", "$1");
        String type = source.replaceAll("(?s).*?(?:class|interface|record) (\\w+).*", "$1");
        return space + "." + type;
    }

    Path write(Path folder) {
        Path file = folder.resolve(name + ".jar");
        Manifest manifest = new Manifest();
        headers.forEach((header, value) -> manifest.getMainAttributes().putValue(header, value));
        Map<String, byte[]> entries = new LinkedHashMap<>(files);
        entries.putAll(compiled());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private Map<String, byte[]> compiled() {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<Source> units = sources.entrySet().stream()
                .map(one -> new Source(one.getKey(), one.getValue()))
                .toList();
        Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();
        boolean done = compiler.getTask(
                        messages,
                        new InMemory(compiler.getStandardFileManager(null, null, null), written),
                        null,
                        List.of("-classpath", apis(), "-proc:none", "-g", "--release", "17"),
                        null,
                        units)
                .call();
        if (!done) {
            throw new IllegalStateException(name + ": " + messages);
        }
        written.forEach((type, bytes) -> {
            if (left.stream().noneMatch(one -> type.equals(one) || type.startsWith(one + "$"))) {
                byte[] content = bytes.toByteArray();
                if (major > 0) {
                    content[7] = (byte) major;
                }
                classes.put(type.replace('.', '/') + ".class", content);
            }
        });
        return classes;
    }

    private static String apis() {
        Path system = Path.of(System.getProperty("karaf.home"), "system");
        try (Stream<Path> jars = Files.walk(system)) {
            return jars
                    .filter(jar -> jar.toString().endsWith(".jar")
                            && APIS.contains(
                                    String.valueOf(jar.getParent().getParent().getFileName())))
                    .map(Path::toString)
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream()
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A source in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return text;
        }
    }

    /** Keeps the compiled classes in memory. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> written) {
            super(files);
            this.written = written;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String type, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("bytes:///" + type.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    written.put(type, bytes);
                    return bytes;
                }
            };
        }
    }
}
