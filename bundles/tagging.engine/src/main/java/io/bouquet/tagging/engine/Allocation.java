package io.bouquet.tagging.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What threads have allocated, where the JVM counts it. */
final class Allocation {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Bytes since the thread began; 0 where the JVM does not know. */
    static long bytesOf(Thread thread) {
        return THREADS instanceof com.sun.management.ThreadMXBean counting
                ? Math.max(0, counting.getThreadAllocatedBytes(thread.getId()))
                : 0;
    }
}
