package io.bouquet.web.jetty;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answers whose writing thread waits for a slow client. If there are too many, the one that has waited longest is
 * given up. Thread-safe.
 */
final class WaitingWriters {
    private final int limit;
    private final Set<Answer> waiting = new LinkedHashSet<>();

    WaitingWriters(int limit) {
        this.limit = limit;
    }

    void enter(Answer answer) {
        Answer slowest = add(answer);
        if (slowest != null) {
            slowest.giveUp();
        }
    }

    private synchronized @Nullable Answer add(Answer answer) {
        waiting.add(answer);
        if (waiting.size() <= limit) {
            return null;
        }
        Iterator<Answer> oldest = waiting.iterator();
        Answer slowest = oldest.next();
        oldest.remove();
        return slowest;
    }

    synchronized void leave(Answer answer) {
        waiting.remove(answer);
    }
}
