package io.bouquet.accounts.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.Tokens;
import io.bouquet.deploy.spi.Permissions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

class GuardedAccountsTest {
    private final Accounts accounts = (Accounts) Proxy.newProxyInstance(
            GuardedAccountsTest.class.getClassLoader(),
            new Class<?>[] {Accounts.class},
            (self, method, arguments) ->
                    method.getName().equals("list") ? List.of(new Account("ada", Set.of("readers"))) : null);
    private final GuardedAccounts guarded = new GuardedAccounts(accounts, plugin());

    @Test
    void refusesAPluginThatNobodyAllowedToUseThem() {
        guarded.permissions = (bundle, permission) -> permission.equals(Permissions.FILTERS);
        refuses(guarded::list);
        refuses(() -> guarded.authenticate("ada", "correct horse", ""));
        refuses(() -> guarded.create("eve", "correct horse", List.of("admin")));
        refuses(() -> guarded.changePassword("ada", "correct horse"));
        refuses(() -> guarded.changeGroups("ada", Set.of("admin")));
        refuses(() -> guarded.remove("ada"));
    }

    @Test
    void refusesItTheTokensToo() {
        Tokens tokens = (Tokens) Proxy.newProxyInstance(
                GuardedAccountsTest.class.getClassLoader(),
                new Class<?>[] {Tokens.class},
                (self, method, arguments) -> method.getName().equals("list") ? List.of() : null);
        GuardedTokens theirs = new GuardedTokens(tokens, plugin());
        theirs.permissions = (bundle, permission) -> permission.equals(Permissions.FILTERS);
        refuses(theirs::list);
        refuses(() -> theirs.list("ada"));
        refuses(() -> theirs.find("1"));
        refuses(() -> theirs.create("ada", "ci", List.of("admin"), Duration.ofDays(1)));
        refuses(() -> theirs.grant(Caller.of(new Account("ada", Set.of())), List.of(), Duration.ofDays(1)));
        refuses(() -> theirs.revoke("1"));
        refuses(() -> theirs.authenticate("bqt_", ""));
        theirs.permissions = (bundle, permission) -> permission.equals(Permissions.ACCOUNTS);
        assertThat(theirs.list()).isEmpty();
    }

    @Test
    void refusesEveryPluginWhileNobodyKnowsWhatIsAllowed() {
        refuses(guarded::list);
    }

    @Test
    void servesAPluginThatIsAllowedTo() {
        guarded.permissions = (bundle, permission) -> permission.equals(Permissions.ACCOUNTS);
        assertThat(guarded.list()).extracting(Account::name).containsExactly("ada");
    }

    private static void refuses(Runnable use) {
        assertThatExceptionOfType(SecurityException.class)
                .isThrownBy(use::run)
                .withMessageContainingAll("com.example.users 1.0.0", "permission accounts", "--allow accounts");
    }

    private static Bundle plugin() {
        return (Bundle) Proxy.newProxyInstance(
                GuardedAccountsTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getBundleId" -> 7L;
                    case "getLocation" -> "plugin:com.example.users/1";
                    case "getSymbolicName" -> "com.example.users";
                    case "getVersion" -> new Version(1, 0, 0);
                    default -> null;
                });
    }
}
