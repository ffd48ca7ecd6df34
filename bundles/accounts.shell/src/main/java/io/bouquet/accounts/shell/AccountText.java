package io.bouquet.accounts.shell;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import java.util.TreeSet;

/** Formats and finds accounts for the commands. */
final class AccountText {
    private AccountText() {}

    static String of(Account account) {
        return "'" + account.name() + "', "
                + (account.groups().isEmpty()
                        ? "in no group"
                        : "in " + String.join(", ", new TreeSet<>(account.groups())));
    }

    static Account required(Accounts accounts, String name) {
        return accounts.list().stream()
                .filter(account -> account.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no account named '" + name + "'; account:list shows all, account:add adds one"));
    }
}
