package io.bouquet.tagging.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Reads how much memory threads have allocated, if the JVM counts it. */
final class Allocation {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Returns the bytes that a thread has allocated since its start; 0 if the JVM does not know. */
    static long bytesOf(Thread thread) {
        return THREADS instanceof com.sun.management.ThreadMXBean counting
                ? Math.max(0, counting.getThreadAllocatedBytes(thread.getId()))
                : 0;
    }
}
