package io.bouquet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What is downloaded, and what it becomes on a disk. */
final class SizeBenchmark implements Benchmark {
    @Override
    public void run(Bench bench) throws IOException {
        long unpacked = 0;
        try (Stream<Path> files = Files.walk(bench.home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                unpacked += Files.size(file);
            }
        }
        bench.title("distribution", "MB (1,000,000 bytes)");
        bench.row("packed", "%.1f", Files.size(bench.archive()) / 1e6);
        bench.row("unpacked", "%.1f", unpacked / 1e6);
    }
}
