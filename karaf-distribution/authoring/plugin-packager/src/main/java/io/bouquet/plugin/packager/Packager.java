package io.bouquet.plugin.packager;

import io.bouquet.plugin.builder.Bundler;
import io.bouquet.plugin.builder.BundlingException;
import io.bouquet.plugin.builder.Compilation;
import io.bouquet.plugin.builder.Compiler;
import io.bouquet.plugin.builder.Coordinates;
import io.bouquet.plugin.builder.Problem;
import io.bouquet.plugin.builder.SourceFile;
import io.bouquet.plugin.rules.Artifact;
import io.bouquet.plugin.rules.Kar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the plugin of a project with the layout of Maven, as {@code plugin-parent} does: compiles the sources, enhances
 * entities, and makes the bundle, and the KAR if there is the folder {@code src/main/kar}.
 */
public final class Packager {
    private static final String USAGE = """
            Usage: Packager --group GROUP --artifact ARTIFACT --version VERSION --dependencies FILE --jar FILE [OPTION]...
            Builds the plugin of a project, whose folders are those of Maven.

              --dependencies FILE  a line group:artifact:jar:version:scope:file for each JAR that the plugin is compiled
                                   against. The scope is compile (it is embedded, unless the platform has it) or provided
              --jar FILE           the bundle to write; with src/main/kar, the KAR is written beside it
              --project FOLDER     the project (the current folder)
              --name NAME          name for people (the artifact)
              --description TEXT
              --unit NAME          name of the persistence unit of the entities, and of their schema (the artifact)
              --threshold F1       the F1 that the gold samples must reach (1)""";

    private static final Set<String> REQUIRED = Set.of("group", "artifact", "version", "dependencies", "jar");
    private static final Set<String> OPTIONAL = Set.of("project", "name", "description", "unit", "threshold");

    private final Map<String, String> options;
    private final Path project;
    private final Coordinates coordinates;
    private final List<Artifact> dependencies;

    /** The build has failed. The message is for people. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }

    private Packager(Map<String, String> options) throws IOException {
        this.options = options;
        project = Path.of(option("project", "")).toAbsolutePath();
        String artifact = option("artifact", "");
        coordinates = new Coordinates(
                option("group", ""),
                artifact,
                option("version", ""),
                option("name", artifact),
                option("description", ""));
        dependencies = Artifact.list(Path.of(option("dependencies", "")));
    }

    public static void main(String[] args) {
        try {
            run(args);
        } catch (FailedException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println("The plugin cannot be built: " + e);
            System.exit(1);
        }
    }

    static void run(String... args) throws FailedException, IOException {
        new Packager(options(args)).build();
    }

    private static Map<String, String> options(String[] args) throws FailedException {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
                throw new FailedException("There is no option '" + args[i] + "'.\n" + USAGE);
            }
            if (i + 1 == args.length) {
                throw new FailedException(args[i] + " needs a value.\n" + USAGE);
            }
            options.put(name, args[i + 1]);
        }
        for (String name : REQUIRED.stream().sorted().toList()) {
            if (options.getOrDefault(name, "").isEmpty()) {
                throw new FailedException("--" + name + " is missing.\n" + USAGE);
            }
        }
        return options;
    }

    private String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    private void build() throws FailedException, IOException {
        if (Files.exists(project.resolve("src/main/data/categories.tsv"))) {
            throw new FailedException(
                    project + " is the project of a model, which only Maven trains: build it with Maven");
        }
        List<Path> classPath = dependencies.stream().map(Artifact::file).toList();
        Path jar = Path.of(option("jar", "")).toAbsolutePath();
        Files.createDirectories(jar.resolveSibling(""));
        Path instructions = project.resolve("bnd.bnd");
        try (Compiler compiler = new Compiler(classPath);
                Bundler bundler = new Bundler(classPath, artifacts())) {
            bundler.bundle(
                    coordinates,
                    project,
                    "samples.threshold: " + option("threshold", "1") + "\n"
                            + (Files.exists(instructions) ? Files.readString(instructions) : ""),
                    compile(compiler).output(),
                    files(project.resolve("src/main/resources")),
                    jar);
        } catch (BundlingException e) {
            throw new FailedException("The plugin makes no bundle: " + e.getMessage());
        }
        Path settings = project.resolve("src/main/kar");
        if (Files.isDirectory(settings)) {
            Artifact plugin = new Artifact(
                    coordinates.groupId(), coordinates.artifactId(), "jar", "", coordinates.version(), "compile", jar);
            String kar = jar.getFileName().toString().replaceFirst("\\.jar$", "") + ".kar";
            Kar.write(plugin, coordinates.name(), dependencies, settings, jar.resolveSibling(kar));
        }
    }

    private String artifacts() {
        return dependencies.stream().map(Artifact::coordinates).collect(Collectors.joining(","));
    }

    private Compilation compile(Compiler compiler) throws FailedException, IOException {
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files(project.resolve("src/main/java")).values()) {
            if (file.toString().endsWith(".java")) {
                sources.add(SourceFile.read(file));
            }
        }
        Compilation compilation = compiler.compile(sources, Set.of(), option("unit", coordinates.artifactId()));
        if (!compilation.succeeded()) {
            throw new FailedException(compilation.errors().stream()
                    .map(error -> error.in(shown(error)).text())
                    .collect(Collectors.joining("\n", "The plugin does not compile:\n", "")));
        }
        return compilation;
    }

    private String shown(Problem error) {
        return error.file().isEmpty()
                ? ""
                : project.relativize(Path.of(error.file())).toString();
    }

    /** Returns the files in a folder and in those below it by their paths in it. */
    private static Map<String, Path> files(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> found = Files.walk(folder)) {
                found.filter(Files::isRegularFile)
                        .forEach(file ->
                                files.put(folder.relativize(file).toString().replace(File.separatorChar, '/'), file));
            }
        }
        return files;
    }
}
