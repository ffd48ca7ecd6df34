package io.bouquet.console;

import io.bouquet.accounts.Account;
import java.time.Instant;

/** Someone who is logged in at a browser. */
final class ConsoleSession {
    private final String id = Secret.create();
    private final String csrf = Secret.create();
    private final Instant created;
    private volatile Account account;
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

    /** The same account with other groups. */
    void update(Account changed) {
        account = changed;
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
