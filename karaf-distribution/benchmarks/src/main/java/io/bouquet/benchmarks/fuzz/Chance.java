package io.bouquet.benchmarks.fuzz;

import java.util.List;
import java.util.Random;

/** Decides by chance, but always the same for one seed and one number of a request. */
final class Chance {
    private final Random random;

    Chance(long seed, long number) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L);
        // the first values of neighbouring seeds are alike
        random.nextLong();
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
