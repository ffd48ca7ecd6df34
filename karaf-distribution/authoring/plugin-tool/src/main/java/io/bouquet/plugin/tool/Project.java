package io.bouquet.plugin.tool;

import io.bouquet.plugin.builder.Bundler;
import io.bouquet.plugin.builder.BundlingException;
import io.bouquet.plugin.builder.Compilation;
import io.bouquet.plugin.builder.Compiler;
import io.bouquet.plugin.builder.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The Maven project of a plugin. For one thread. */
final class Project implements AutoCloseable {
    private final Path folder;
    private Pom pom;
    private Dependencies dependencies;
    private Compiler compiler;
    private Bundler bundler;

    Project(Path folder, Platform platform) throws DevException, IOException, InterruptedException {
        this.folder = folder;
        if (!Files.exists(folder.resolve("pom.xml"))) {
            throw new DevException(folder + " has no pom.xml: name the folder of a plugin's project, or make one with"
                    + " 'bouquet new'. A single source file needs no project: copy it into "
                    + platform.data().resolve("deploy"));
        }
        if (Files.exists(folder.resolve("src/main/data/categories.tsv"))) {
            throw new DevException(
                    folder + " is the project of a model, which Maven trains: build it with Maven, and copy"
                            + " the JAR into " + platform.data().resolve("deploy"));
        }
        pom = Pom.read(folder.resolve("pom.xml"));
        dependencies = Dependencies.of(folder, work());
        compiler = new Compiler(dependencies.main());
        bundler = bundler();
    }

    /** Reads {@code pom.xml} again. */
    void configure() throws DevException, IOException, InterruptedException {
        pom = Pom.read(folder.resolve("pom.xml"));
        dependencies = Dependencies.of(folder, work());
        close();
        compiler = new Compiler(dependencies.main());
        bundler = bundler();
    }

    private Bundler bundler() throws IOException {
        return new Bundler(dependencies.main(), dependencies.artifacts());
    }

    String name() {
        return pom.coordinates().artifactId();
    }

    Path folder() {
        return folder;
    }

    Dependencies dependencies() {
        return dependencies;
    }

    /** Returns the folder for what is kept between two runs. */
    Path work() {
        return folder.resolve("target/bouquet-dev");
    }

    /** Returns the name of the plugin's archive in the deploy folder. */
    String archive() {
        return name() + "-dev.jar";
    }

    Path pomFile() {
        return folder.resolve("pom.xml");
    }

    Path resources() {
        return folder.resolve("src/main/resources");
    }

    Snapshot look() throws IOException {
        return Snapshot.of(List.of(pomFile(), folder.resolve("bnd.bnd"), folder.resolve("src")));
    }

    /** Compiles what has changed. */
    Compilation compile(Snapshot snapshot) throws IOException {
        String unit = pom.property("data.unit", pom.coordinates().artifactId());
        return compiler.compile(sources(snapshot, folder.resolve("src/main/java")), Set.of(), unit);
    }

    static List<SourceFile> sources(Snapshot snapshot, Path in) throws IOException {
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : snapshot.in(in).values()) {
            if (file.toString().endsWith(".java")) {
                sources.add(SourceFile.read(file));
            }
        }
        return sources;
    }

    Set<String> dependents(Set<String> classes) {
        return compiler.dependents(classes);
    }

    void bundle(Compilation compilation, Snapshot snapshot, Path archive) throws IOException, BundlingException {
        Path own = folder.resolve("bnd.bnd");
        String instructions = "samples.threshold: " + pom.property("samples.threshold", "1") + "\n"
                + (Files.exists(own) ? Files.readString(own) : "");
        bundler.bundle(
                pom.coordinates(), folder, instructions, compilation.output(), snapshot.in(resources()), archive);
    }

    @Override
    public void close() throws IOException {
        compiler.close();
        bundler.close();
    }
}
