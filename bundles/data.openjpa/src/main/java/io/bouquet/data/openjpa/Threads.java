package io.bouquet.data.openjpa;

import java.security.AccessController;
import java.security.PrivilegedAction;

/** Creates threads. */
final class Threads {
    private Threads() {}

    /**
     * Creates a daemon thread without thread-locals, context class loader and protection domains of the calling thread,
     * because these may belong to a bundle that will be removed.
     */
    @SuppressWarnings("removal") // no other API drops the caller's protection domains
    static Thread daemon(Runnable work, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, work, name, 0, false);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
    }
}
