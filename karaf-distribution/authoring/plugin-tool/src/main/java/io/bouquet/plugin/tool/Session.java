package io.bouquet.plugin.tool;

import io.bouquet.plugin.builder.BundlingException;
import io.bouquet.plugin.builder.Compilation;
import io.bouquet.plugin.builder.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The development of one project: each change of its files becomes a version in the platform. For one thread. */
final class Session implements AutoCloseable {
    /** Errors that are shown of one compilation. */
    private static final int MOST_ERRORS = 5;

    private final Project project;
    private final Platform platform;
    private final @Nullable Tests tests;
    private final Report report;
    private Snapshot built = new Snapshot(Map.of());
    private boolean deployed;

    Session(Project project, Platform platform, boolean withTests, Report report) throws IOException {
        this.project = project;
        this.platform = platform;
        this.tests = withTests ? new Tests(project) : null;
        this.report = report;
        deployed = platform.serves(project.archive());
    }

    String name() {
        return project.name();
    }

    /** Returns the time in nanoseconds that a look took, or 0 if something was built. */
    long look() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Snapshot now = project.look();
        if (now.equals(built)) {
            return System.nanoTime() - began;
        }
        // an editor may save several files
        Snapshot again;
        do {
            again = now;
            Thread.sleep(15);
            now = project.look();
        } while (!now.equals(again));
        List<Path> changed = now.since(built);
        boolean first = built.files().isEmpty();
        built = now;
        try {
            if (!first && changed.contains(project.pomFile())) {
                report.line(project.name(), "reading pom.xml …");
                project.configure();
                if (tests != null) {
                    tests.configure();
                }
            }
            build(changed);
        } catch (DevException e) {
            report.problem(project.name(), String.valueOf(e.getMessage()), deployed);
        }
        return 0;
    }

    private void build(List<Path> changed) throws IOException, InterruptedException, DevException {
        long began = System.nanoTime();
        Compilation compilation = project.compile(built);
        long compiled = System.nanoTime();
        if (!compilation.succeeded()) {
            report.problem(project.name(), errors(compilation), deployed);
            return;
        }
        try {
            project.bundle(compilation, built, platform.draft(project.archive()));
        } catch (BundlingException e) {
            report.problem(project.name(), "it makes no bundle: " + e.getMessage(), deployed);
            return;
        }
        long bundled = System.nanoTime();
        Platform.Outcome outcome = platform.deploy(project.archive());
        long live = System.nanoTime();
        if (outcome.serves()) {
            deployed = true;
            report.live(
                    project.name(),
                    String.format(
                            Locale.ROOT,
                            "%s  compile %d ms (%d of %d files), bundle %d ms, live %d ms: %s %s%s",
                            what(changed),
                            millis(began, compiled),
                            compilation.compiled().size(),
                            built.in(project.folder().resolve("src/main/java")).size(),
                            millis(compiled, bundled),
                            millis(bundled, live),
                            outcome.plugin(),
                            outcome.version(),
                            outcome.reason().isEmpty() ? "" : " (" + outcome.reason() + ")"));
        } else {
            report.problem(project.name(), outcome.reason(), deployed);
        }
        if (tests != null) {
            boolean others =
                    changed.stream().anyMatch(file -> !file.toString().endsWith(".java") && !file.endsWith("bnd.bnd"));
            tests.run(compilation, built, others, result -> report.tests(project.name(), result));
        }
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    private String what(List<Path> changed) {
        String name = String.valueOf(changed.get(0).getFileName());
        return changed.size() == 1 ? name : changed.size() + " files";
    }

    private String errors(Compilation compilation) {
        List<Problem> errors = compilation.errors();
        String more = errors.size() > MOST_ERRORS ? "\nand " + (errors.size() - MOST_ERRORS) + " more errors" : "";
        return errors.stream()
                .limit(MOST_ERRORS)
                .map(error -> error.in(shown(error.file())).text())
                .collect(Collectors.joining("\n", "it does not compile:\n", more));
    }

    private String shown(String file) {
        return file.isEmpty()
                ? file
                : project.folder().relativize(Path.of(file)).toString();
    }

    /** Removes the plugin from the platform. */
    void remove() throws IOException, InterruptedException {
        if (Files.exists(platform.data().resolve("deploy").resolve(project.archive()))) {
            report.plain(
                    platform.remove(project.archive())
                            ? project.name() + " is removed from the platform."
                            : project.name() + " is still being removed from the platform.");
        }
    }

    /** Says that the plugin stays. */
    void keep() {
        if (deployed) {
            report.plain(project.name() + " stays installed, from deploy/" + project.archive() + ".");
        }
    }

    @Override
    public void close() throws IOException {
        if (tests != null) {
            tests.close();
        }
        project.close();
    }
}
