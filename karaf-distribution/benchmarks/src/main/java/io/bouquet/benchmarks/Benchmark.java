package io.bouquet.benchmarks;

import java.io.IOException;

/** One measurement of the distribution; it prints its own rows. */
interface Benchmark {
    void run(Bench bench) throws IOException, InterruptedException;
}
