package io.bouquet.plugin.builder;

import io.bouquet.data.entities.EntitiesProcessor;
import io.bouquet.web.openapi.javadoc.JavadocProcessor;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles the sources of one project with the JDK's compiler, in this process, as the parent POM of plugins does. Keeps
 * the class path open and compiles only what has changed and what depends on that. For one thread.
 */
public final class Compiler implements AutoCloseable {
    private static final List<String> OPTIONS = List.of("--release", "17", "-parameters", "-g", "-encoding", "UTF-8");

    private final JavaCompiler compiler;
    private final MemoryFiles files;
    private final Collection<Path> classPath;

    /** The sources, class files and resources of the last compilation without an error. */
    private Map<Path, String> sources = Map.of();

    private Map<String, byte[]> classes = Map.of();
    private Map<String, ClassFile> known = Map.of();
    private Map<String, Path> origins = Map.of();
    private Map<String, byte[]> generated = Map.of();
    private Map<String, byte[]> output = Map.of();

    /** Returns whether this Java has a compiler: a JDK has one, a JRE has none. */
    public static boolean isAvailable() {
        return ToolProvider.getSystemJavaCompiler() != null;
    }

    /**
     * @param classPath JARs and folders
     * @throws IllegalStateException if this Java has no compiler
     */
    public Compiler(Collection<Path> classPath) {
        JavaCompiler found = ToolProvider.getSystemJavaCompiler();
        if (found == null) {
            throw new IllegalStateException(
                    "this is a JRE (" + System.getProperty("java.home") + "), which has no compiler: a JDK is needed");
        }
        this.compiler = found;
        this.classPath = List.copyOf(classPath);
        StandardJavaFileManager standard = found.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8);
        try {
            standard.setLocationFromPaths(StandardLocation.CLASS_PATH, List.copyOf(classPath));
            // no source path: a class that is not given is not there
            standard.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files = new MemoryFiles(standard);
    }

    /**
     * Compiles the sources that have changed since the last success, and those that depend on them. If there is an error,
     * the next compilation begins from the last success again.
     *
     * @param all       all sources of the project
     * @param elsewhere names of classes on the class path that have changed
     * @param unit      name of the persistence unit of the project's entities, if it has any
     */
    public Compilation compile(Collection<SourceFile> all, Set<String> elsewhere, String unit) {
        Map<Path, SourceFile> present = new LinkedHashMap<>();
        all.forEach(source -> present.put(source.path(), source));
        Set<Path> outdated = outdated(present, elsewhere);
        if (outdated.isEmpty() && sources.size() == present.size()) {
            return new Compilation(true, output, List.of(), Set.of(), Set.of());
        }
        Map<String, byte[]> kept = new TreeMap<>(classes);
        kept.keySet().removeIf(name -> outdated.contains(origins.get(name)) || !present.containsKey(origins.get(name)));
        List<Problem> problems = run(outdated.stream().map(present::get).toList(), kept, unit);
        if (problems.stream().anyMatch(Problem::isError)) {
            return new Compilation(false, output, problems, outdated, Set.of());
        }
        Map<String, byte[]> now = new TreeMap<>(kept);
        now.putAll(files.classes());
        Map<String, byte[]> made = new TreeMap<>(files.resources());
        now.forEach((name, content) -> made.put(name.replace('.', '/') + ".class", content));
        try {
            output = made.containsKey(Enhancer.PERSISTENCE) ? Enhancer.enhance(made, classPath) : made;
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(true, "", 0, 0, String.valueOf(e.getMessage()), ""));
        } catch (IOException e) {
            problems.add(new Problem(true, "", 0, 0, "the entities cannot be enhanced: " + e, ""));
        } catch (NoClassDefFoundError e) {
            problems.add(new Problem(
                    true, "", 0, 0, "entities need OpenJPA, of which " + e.getMessage() + " is not there", ""));
        }
        if (problems.stream().anyMatch(Problem::isError)) {
            return new Compilation(false, output, problems, outdated, Set.of());
        }
        return new Compilation(true, output, problems, outdated, accept(present, kept, now));
    }

    /** Returns the names of the classes that use one of these classes, directly or through others, and these classes. */
    public Set<String> dependents(Set<String> names) {
        Set<String> found = new TreeSet<>(names);
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, ClassFile> type : known.entrySet()) {
                if (type.getValue().references().stream().anyMatch(found::contains)) {
                    more |= found.add(type.getKey());
                }
            }
        }
        return found;
    }

    /** Returns the sources to compile. */
    private Set<Path> outdated(Map<Path, SourceFile> present, Set<String> elsewhere) {
        Set<Path> edited = new TreeSet<>();
        present.forEach((path, source) -> {
            if (!source.text().equals(sources.get(path))) {
                edited.add(path);
            }
        });
        // a source that comes or goes may change what a name means; values of constants are copied without a trace; the
        // list of entities is made of all sources
        boolean everything = generated.containsKey(Enhancer.PERSISTENCE)
                || !sources.keySet().equals(present.keySet())
                || origins.entrySet().stream()
                        .anyMatch(type -> edited.contains(type.getValue())
                                && known.getOrDefault(type.getKey(), new ClassFile(Set.of(), true))
                                        .hasConstants());
        if (everything) {
            return new TreeSet<>(present.keySet());
        }
        Set<String> types = new HashSet<>(elsewhere);
        origins.forEach((type, source) -> {
            if (edited.contains(source)) {
                types.add(type);
            }
        });
        dependents(types).forEach(type -> {
            Path source = origins.get(type);
            if (source != null) {
                edited.add(source);
            }
        });
        return edited;
    }

    private List<Problem> run(List<SourceFile> toCompile, Map<String, byte[]> visible, String unit) {
        List<Problem> problems = new ArrayList<>();
        files.begin(visible, generated);
        if (toCompile.isEmpty()) {
            return problems;
        }
        List<String> options = new ArrayList<>(OPTIONS);
        options.add("-Abouquet.unit=" + unit);
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        StringWriter crash = new StringWriter();
        JavaCompiler.CompilationTask task = compiler.getTask(
                crash,
                files,
                diagnostics,
                options,
                null,
                toCompile.stream().map(MemoryFiles.Source::new).toList());
        task.setLocale(Locale.ENGLISH);
        task.setProcessors(List.of(new JavadocProcessor(), new EntitiesProcessor()));
        boolean compiled = false;
        try {
            compiled = task.call();
        } catch (RuntimeException e) { // of the compiler or of a processor
            crash.append(e.toString());
        }
        for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
            switch (diagnostic.getKind()) {
                case ERROR -> problems.add(problem(diagnostic, true));
                case WARNING, MANDATORY_WARNING -> problems.add(problem(diagnostic, false));
                default -> {
                    // notes repeat what the options for warnings hide
                }
            }
        }
        if (!compiled && problems.stream().noneMatch(Problem::isError)) {
            problems.add(new Problem(true, "", 0, 0, ("the compiler failed. " + crash).strip(), ""));
        }
        return problems;
    }

    private static Problem problem(Diagnostic<? extends JavaFileObject> diagnostic, boolean isError) {
        String message = diagnostic.getMessage(Locale.ENGLISH);
        return diagnostic.getSource() instanceof MemoryFiles.Source source
                ? new Problem(
                        isError,
                        source.file().path().toString(),
                        Math.max(0, diagnostic.getLineNumber()),
                        Math.max(0, diagnostic.getColumnNumber()),
                        message,
                        diagnostic.getLineNumber() < 1
                                ? ""
                                : Problem.expanded(source.file().line(diagnostic.getLineNumber())))
                : new Problem(isError, "", 0, 0, message, "");
    }

    /** Takes over what was compiled, and returns the names of the classes that differ. */
    private Set<String> accept(Map<Path, SourceFile> present, Map<String, byte[]> kept, Map<String, byte[]> now) {
        Map<String, Path> from = new HashMap<>(files.sources());
        Map<String, ClassFile> parsed = new HashMap<>();
        kept.keySet().forEach(name -> {
            from.putIfAbsent(name, origins.get(name));
            parsed.put(name, known.get(name));
        });
        files.classes().forEach((name, content) -> parsed.put(name, ClassFile.of(content)));
        Set<String> changed = new TreeSet<>(classes.keySet());
        changed.addAll(now.keySet());
        changed.removeIf(name -> Arrays.equals(classes.get(name), now.get(name)));
        generated = files.resources();
        Map<Path, String> texts = new HashMap<>();
        present.forEach((path, source) -> texts.put(path, source.text()));
        sources = texts;
        classes = now;
        known = parsed;
        origins = from;
        return changed;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
