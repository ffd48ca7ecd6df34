package io.bouquet.benchmarks;

import java.util.function.LongFunction;

/**
 * Something that is asked for again and again.
 *
 * @param perSecond how often
 * @param part      what it needs of what is swapped; the empty string for nothing
 * @param isQuick   whether its time says something; that of a slow one is its own
 * @param request   the request of a number, from 0
 * @param check     of the body that came with 200
 */
record Endpoint(
        String name, double perSecond, String part, boolean isQuick, LongFunction<byte[]> request, Check check) {
    /** Whether an answer is right. */
    interface Check {
        /**
         * @return what is wrong; the empty string where nothing is
         * @throws RuntimeException where the answer has not even the form
         */
        String wrong(String body);
    }
}
