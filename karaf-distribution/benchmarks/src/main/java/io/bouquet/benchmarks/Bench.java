package io.bouquet.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What every benchmark works with.
 *
 * @param archive the distribution as it is shipped
 * @param home    the distribution, unpacked
 * @param probe   the bundle that measures from inside
 * @param work    for data folders
 * @param texts   what is annotated
 * @param quick   few and short rounds: to try a benchmark out, not for figures
 */
record Bench(Path archive, Path home, Path probe, Path work, Texts texts, boolean quick) {
    private static final long SECOND = 1_000_000_000L;

    Server server(String name) throws IOException {
        return new Server(home, work.resolve(name));
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
