package io.bouquet.plugin.rules;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** A plugin's project: sources that are compiled, and bundled as its build does. */
final class Project {
    private final Path folder;
    private final List<File> classPath = new ArrayList<>();
    private final Builder builder = new Builder();

    Project(Path folder) throws IOException {
        this.folder = folder;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar") && !entry.contains("bnd")) {
                classPath.add(new File(entry));
            }
        }
        builder.setProperty("Bundle-SymbolicName", "com.example.tested");
        builder.setProperty("-plugin.bouquet", Libraries.class.getName() + "," + Rules.class.getName());
    }

    Project with(String path, String content) throws IOException {
        Path file = folder.resolve("src").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    Project property(String name, String value) {
        builder.setProperty(name, value);
        return this;
    }

    Project classPath(Path jar) {
        classPath.add(jar.toFile());
        return this;
    }

    /** The bundle. Errors and warnings are those of {@link #builder}. */
    Jar build() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(folder.resolve("src"))) {
            files.setLocation(StandardLocation.CLASS_PATH, classPath);
            List<File> java = sources.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toFile)
                    .toList();
            boolean done = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-d", classes.toString(), "-proc:none"),
                            null,
                            files.getJavaFileObjectsFromFiles(java))
                    .call();
            if (!done) {
                throw new IOException(messages.toString());
            }
        }
        builder.setJar(new Jar(classes.toFile()));
        for (File entry : classPath) {
            builder.addClasspath(entry);
        }
        return builder.build();
    }

    /** Builds it into a file, without the rules. */
    Path write(Path file) throws Exception {
        builder.setProperty("-plugin.bouquet", "");
        build().write(file.toFile());
        return file;
    }

    Builder builder() {
        return builder;
    }

    List<String> errors() throws Exception {
        build();
        return builder.getErrors();
    }
}
