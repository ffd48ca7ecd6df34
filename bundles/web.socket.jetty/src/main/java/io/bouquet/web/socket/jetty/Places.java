package io.bouquet.web.socket.jetty;

import io.bouquet.web.ProblemException;
import java.util.HashMap;
import java.util.Map;

/** Limits the open sockets, of each account and in all. Thread-safe. */
final class Places {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final int limit;
    private final int limitOfAccount;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Places(int limit, int limitOfAccount) {
        this.limit = limit;
        this.limitOfAccount = limitOfAccount;
    }

    /** @throws ProblemException 429 or 503 if no place is free */
    synchronized void take(String account) {
        int own = taken.getOrDefault(account, 0);
        if (own >= limitOfAccount) {
            throw ProblemException.of(
                    429, "this account has " + limitOfAccount + " open WebSockets, the limit; close one before");
        }
        if (all >= limit) {
            throw ProblemException.unavailable(
                    limit + " WebSockets are open, the limit; try again soon", RETRY_AFTER_SECONDS);
        }
        taken.put(account, own + 1);
        all++;
    }

    synchronized void leave(String account) {
        taken.computeIfPresent(account, (any, own) -> own == 1 ? null : own - 1);
        all--;
    }
}
