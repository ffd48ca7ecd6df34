package io.bouquet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What every benchmark works with.
 *
 * @param archive the distribution as it is shipped
 * @param home    the distribution, unpacked
 * @param target  where the build has put the bundles of this module
 * @param work    for data folders
 * @param texts   what is annotated
 * @param quick   few and short rounds: to try a benchmark out, not for figures
 * @param options what was said otherwise about single benchmarks
 */
record Bench(Path archive, Path home, Path target, Path work, Texts texts, boolean quick, Map<String, String> options) {
    private static final long SECOND = 1_000_000_000L;

    Server server(String name) throws IOException {
        return new Server(home, work.resolve(name));
    }

    /** Plugins to be swapped, made in a folder of their own. */
    Fixtures fixtures(String name) throws IOException {
        return new Fixtures(target, home.resolve("samples"), Files.createDirectories(work.resolve(name)));
    }

    /** The bundle that measures from inside. */
    Path probe() throws IOException {
        return fixtures("probe").probe();
    }

    String option(String name, String usual) {
        return options.getOrDefault(name, usual);
    }

    int rounds(int usual) {
        return quick ? 2 : usual;
    }

    long nanos(double seconds) {
        return (long) ((quick ? seconds / 4 : seconds) * SECOND);
    }

    void title(String what, String figure) {
        System.out.printf("%n| %s | %s |%n|---|---|%n", what, figure);
    }

    void row(String what, String format, Object... values) {
        System.out.printf("| %s | %s |%n", what, String.format(Locale.ROOT, format, values));
    }
}
