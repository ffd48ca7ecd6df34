package io.bouquet.plugin.tool;

import io.bouquet.plugin.builder.Compilation;
import io.bouquet.plugin.builder.Compiler;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tests of a project that a change concerns, in a process of their own. The next change ends a run that is still
 * in progress. For one thread.
 */
final class Tests implements AutoCloseable {
    private static final int MINUTES = 10;
    /** The classes that Maven runs as unit tests. */
    private static final Pattern UNIT_TEST = Pattern.compile("(?:.*\\.)?(?:Test[^.]*|[^.]*(?:Test|Tests|TestCase))");

    private final Project project;
    private Compiler compiler;
    /** Classes that have changed since the tests were compiled last, and whose tests have not run. */
    private final Set<String> pending = new HashSet<>();

    private boolean allPending = true;
    private volatile @Nullable Process running;
    private @Nullable Thread reader;

    /** The result of a run: a line for the terminal, and failures. */
    record Result(boolean passed, String text) {}

    Tests(Project project) {
        this.project = project;
        this.compiler = compiler();
    }

    private Compiler compiler() {
        List<Path> classPath = new ArrayList<>(List.of(classes()));
        classPath.addAll(project.dependencies().all());
        return new Compiler(classPath);
    }

    /** Takes over other dependencies. */
    void configure() throws IOException {
        compiler.close();
        compiler = compiler();
        allPending = true;
    }

    private Path classes() {
        return project.work().resolve("classes");
    }

    private Path testClasses() {
        return project.work().resolve("test-classes");
    }

    /**
     * Compiles and starts the tests that a change concerns.
     *
     * @param result  called by another thread when they have run; not called if the next change ends them
     * @param filesChanged whether files changed that are no sources, which any test may depend on
     */
    void run(Compilation main, Snapshot snapshot, boolean filesChanged, Consumer<Result> result) throws IOException {
        stop();
        pending.addAll(main.changed());
        allPending |= filesChanged;
        Path sources = project.folder().resolve("src/test/java");
        if (snapshot.in(sources).isEmpty()) {
            return;
        }
        write(main.output(), classes());
        Compilation tests = compiler.compile(Project.sources(snapshot, sources), project.dependents(pending), "tests");
        if (!tests.succeeded()) {
            result.accept(new Result(
                    false,
                    "the tests do not compile:\n"
                            + tests.errors().stream()
                                    .limit(5)
                                    .map(error -> error.in(shown(error.file())).text())
                                    .collect(Collectors.joining("\n"))));
            return;
        }
        write(tests.output(), testClasses());
        pending.addAll(tests.changed());
        Set<String> concerned = allPending ? new TreeSet<>() : compiler.dependents(project.dependents(pending));
        List<String> selected = tests.output().keySet().stream()
                .filter(path -> path.endsWith(".class") && !path.contains("$"))
                .map(path ->
                        path.substring(0, path.length() - ".class".length()).replace('/', '.'))
                .filter(name -> UNIT_TEST.matcher(name).matches())
                .filter(name -> allPending || concerned.contains(name))
                .toList();
        pending.clear();
        allPending = false;
        if (!selected.isEmpty()) {
            start(selected, result);
        }
    }

    private String shown(String file) {
        return file.isEmpty()
                ? file
                : project.folder().relativize(Path.of(file)).toString();
    }

    private void start(List<String> selected, Consumer<Result> result) throws IOException {
        Path launcher = launcher();
        if (launcher == null) {
            result.accept(new Result(
                    false,
                    "the tests do not run: JUnit's launcher is not in Maven's local repository; run the tests with Maven"
                            + " once, which brings it"));
            return;
        }
        List<Path> classPath = new ArrayList<>(List.of(
                testClasses(),
                project.folder().resolve("src/test/resources"),
                classes(),
                project.resources(),
                launcher,
                here()));
        classPath.addAll(project.dependencies().all());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                TestRun.class.getName()));
        command.addAll(selected);
        Process process = new ProcessBuilder(command)
                .directory(project.folder().toFile())
                .redirectErrorStream(true)
                .start();
        running = process;
        Thread thread = new Thread(() -> read(process, result), "bouquet-tests-" + project.name());
        thread.setDaemon(true);
        thread.start();
        reader = thread;
    }

    /** Returns the launcher of the version of JUnit that the project has. */
    private @Nullable Path launcher() {
        for (Path jar : project.dependencies().all()) {
            String name = String.valueOf(jar.getFileName());
            if (name.startsWith("junit-platform-launcher-")) {
                return jar;
            }
            if (name.startsWith("junit-platform-engine-")) {
                Path launcher = Path.of(jar.toString().replace("junit-platform-engine", "junit-platform-launcher"));
                return Files.exists(launcher) ? launcher : null;
            }
        }
        return null;
    }

    private static Path here() {
        return Path.of(URI.create(TestRun.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private void read(Process process, Consumer<Result> result) {
        long began = System.nanoTime();
        int passed = 0;
        int failed = 0;
        boolean ended = false;
        List<String> failures = new ArrayList<>();
        List<String> others = new ArrayList<>();
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(TestRun.PASSED)) {
                    passed++;
                } else if (line.startsWith(TestRun.FAILED)) {
                    failed++;
                    failures.add(line.substring(TestRun.FAILED.length()));
                } else if (line.startsWith(TestRun.LINE)) {
                    failures.add("  " + line.substring(TestRun.LINE.length()));
                } else if (line.equals(TestRun.END)) {
                    ended = true;
                } else {
                    others.add(line);
                }
            }
            process.waitFor(MINUTES, TimeUnit.MINUTES);
        } catch (IOException e) {
            others.add(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            return;
        }
        if (running != process) {
            return; // a later change has ended these tests
        }
        if (!ended) {
            failed++;
            failures.add("the tests ended early:");
            others.stream().limit(10).map("  "::concat).forEach(failures::add);
        }
        if (passed + failed > 0) {
            String seconds = String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - began) / 1e9);
            String summary = failed == 0
                    ? passed + " passed in " + seconds
                    : failed + " failed, " + passed + " passed in " + seconds;
            result.accept(new Result(failed == 0, String.join("\n", prepended(summary, failures))));
        }
    }

    private static List<String> prepended(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    /** Writes the files that differ, and deletes those that are not there any more. */
    private static void write(Map<String, byte[]> output, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> present;
        try (Stream<Path> files = Files.walk(folder)) {
            present = files.filter(Files::isRegularFile).toList();
        }
        for (Path file : present) {
            if (!output.containsKey(folder.relativize(file).toString().replace('\\', '/'))) {
                Files.delete(file);
            }
        }
        output.forEach((path, content) -> {
            Path file = folder.resolve(path);
            try {
                if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
                    Files.createDirectories(file.resolveSibling(""));
                    Files.write(file, content);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void stop() {
        Process before = running;
        running = null;
        if (before != null) {
            before.destroyForcibly();
        }
        Thread reading = reader;
        if (reading != null) {
            try {
                reading.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        compiler.close();
    }
}
