package io.bouquet.common;

import java.security.AccessController;
import java.security.PrivilegedAction;

/** Creates threads. */
public final class Threads {
    private Threads() {}

    /**
     * Creates a daemon thread without thread-locals, context class loader and protection domains of the calling thread,
     * because these may belong to a plugin, whose class loader could not be collected while the thread lives.
     */
    @SuppressWarnings("removal") // no other API drops the caller's protection domains
    public static Thread daemon(String name, Runnable work) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, work, name, 0, false);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
    }
}
