package io.bouquet.console;

import io.bouquet.accounts.Account;
import java.time.Instant;

/** The session of a user in a browser. */
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

    /** Returns the token that each form of the session contains. */
    String csrf() {
        return csrf;
    }

    Account account() {
        return account;
    }

    /** Replaces the account after a change of its groups. */
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
