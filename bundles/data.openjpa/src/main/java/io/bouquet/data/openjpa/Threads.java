package io.bouquet.data.openjpa;

import java.security.AccessController;
import java.security.PrivilegedAction;

/** Makes threads. */
final class Threads {
    private Threads() {}

    /**
     * A daemon with no thread-locals, class loader or protection domains of whoever happened to ask for it: they may be those
     * of a bundle that is to go away.
     */
    @SuppressWarnings("removal") // there is no other way to leave the caller's protection domains out
    static Thread daemon(Runnable work, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, work, name, 0, false);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
    }
}
