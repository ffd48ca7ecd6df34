package com.example.cookbook;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.spi.AccountListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** Accounts: counts the visits of each account, and forgets accounts that were removed. Thread-safe. */
@Component(service = {AccountListener.class, Regulars.class})
public final class Regulars implements AccountListener {
    private final Map<String, Integer> visits = new ConcurrentHashMap<>();

    int visit(String account) {
        return visits.merge(account, 1, Integer::sum);
    }

    @Override
    public void removed(String name) {
        visits.remove(name);
    }

    @Override
    public void passwordChanged(String name) {}

    @Override
    public void groupsChanged(Account account) {}
}
