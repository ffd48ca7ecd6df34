package io.bouquet.console;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import java.time.Instant;

/** The session of a user in a browser. */
final class ConsoleSession {
    private final String id = Secret.create();
    private final String csrf = Secret.create();
    private final Instant created;
    private volatile Caller caller;
    private volatile Instant used;

    ConsoleSession(Account account, Instant now) {
        this.caller = Caller.of(account);
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
        return caller.account();
    }

    Caller caller() {
        return caller;
    }

    /** Replaces the account after a change of its groups. */
    void update(Account changed) {
        caller = Caller.of(changed);
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
