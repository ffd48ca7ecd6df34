package io.bouquet.console;

import io.bouquet.accounts.Account;
import java.time.Instant;

/** Someone who is logged in at a browser. */
final class ConsoleSession {
    private final String id = Secret.create();
    private final String csrf = Secret.create();
    private final Account account;
    private final Instant created;
    private volatile Instant used;

    ConsoleSession(Account account, Instant now) {
        this.account = account;
        this.created = now;
        this.used = now;
    }

    String id() {
        return id;
    }

    /** Is in each form that the session is shown. */
    String csrf() {
        return csrf;
    }

    Account account() {
        return account;
    }

    Instant created() {
        return created;
    }

    Instant used() {
        return used;
    }

    void use(Instant now) {
        used = now;
    }
}
