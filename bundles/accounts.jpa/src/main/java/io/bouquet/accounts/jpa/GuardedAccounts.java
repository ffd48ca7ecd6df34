package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.deploy.spi.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.annotations.ServiceScope;

/** The accounts as one bundle sees them: each call checks that the bundle has the permission. */
@Component(scope = ServiceScope.BUNDLE)
public final class GuardedAccounts implements Accounts {
    private final Accounts accounts;
    private final AccountsUser user;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Permissions permissions;

    @Activate
    public GuardedAccounts(@Reference JpaAccounts accounts, ComponentContext context) {
        this(accounts, context.getUsingBundle());
    }

    GuardedAccounts(Accounts accounts, Bundle user) {
        this.accounts = accounts;
        this.user = AccountsUser.of(user);
    }

    private Accounts accounts() {
        user.require(permissions);
        return accounts;
    }

    @Override
    public Optional<Account> authenticate(String name, String password, String address) {
        return accounts().authenticate(name, password, address);
    }

    @Override
    public List<Account> list() {
        return accounts().list();
    }

    @Override
    public Account create(String name, String password, List<String> groups) {
        return accounts().create(name, password, groups);
    }

    @Override
    public void changePassword(String name, String password) {
        accounts().changePassword(name, password);
    }

    @Override
    public Account changeGroups(String name, Set<String> groups) {
        return accounts().changeGroups(name, groups);
    }

    @Override
    public void remove(String name) {
        accounts().remove(name);
    }
}
