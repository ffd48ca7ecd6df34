package io.bouquet.accounts.jaas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class AccountsLoginModuleTest {
    private final Subject subject = new Subject();
    private final Logins logins = new Logins();

    @Test
    void givesAnAdminTheShell() throws Exception {
        AccountsLoginModule module = module(new TwoAccounts(), "admin", "right");
        assertThat(module.login()).isTrue();
        assertThat(module.commit()).isTrue();
        assertThat(roles()).containsExactlyInAnyOrderElementsOf(AccountsLoginModule.ADMIN_ROLES);
        assertThat(subject.getPrincipals(UserPrincipal.class))
                .extracting(Principal::getName)
                .containsExactly("admin");
    }

    @Test
    void givesOthersNoRole() throws Exception {
        AccountsLoginModule module = module(new TwoAccounts(), "ada", "right");
        module.login();
        module.commit();
        assertThat(roles()).isEmpty();
        assertThat(subject.getPrincipals(UserPrincipal.class)).hasSize(1);
    }

    @Test
    void refusesAWrongPassword() {
        AccountsLoginModule module = module(new TwoAccounts(), "admin", "wrong");
        assertThatThrownBy(module::login).isInstanceOf(FailedLoginException.class);
        assertThat(module.commit()).isFalse();
        assertThat(subject.getPrincipals()).isEmpty();
    }

    @Test
    void saysWhyNobodyCanLogInWithoutTheAccounts() {
        assertThatThrownBy(module(null, "admin", "right")::login)
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("accounts are not there");
    }

    @Test
    void takesThePrincipalsAwayAtLogout() throws Exception {
        AccountsLoginModule module = module(new TwoAccounts(), "admin", "right");
        module.login();
        module.commit();
        module.logout();
        assertThat(subject.getPrincipals()).isEmpty();
    }

    @Test
    void saysWhereALoginComesFrom() throws Exception {
        for (String address : List.of("192.0.2.7", "2001:db8:0:0:0:0:0:1")) {
            subject.getPrincipals().clear();
            String shown = address.contains(":") ? "[" + address + "]" : address;
            subject.getPrincipals().add(new ClientPrincipal("ssh", "/" + shown + ":50000"));
            TwoAccounts accounts = new TwoAccounts();
            module(accounts, "admin", "right").login();
            assertThat(accounts.from).isEqualTo(address);
        }
    }

    @Test
    void takesTheRolesAwayWhenThePasswordChangesOrTheGroupGoes() throws Exception {
        AccountsLoginModule module = module(new TwoAccounts(), "admin", "right");
        module.login();
        module.commit();
        logins.groupsChanged(new Account("admin", Set.of("admin")));
        logins.passwordChanged("ada");
        assertThat(roles()).isNotEmpty();
        logins.groupsChanged(new Account("admin", Set.of("editors")));
        assertThat(roles()).isEmpty();
        module.login();
        module.commit();
        assertThat(roles()).isNotEmpty();
        logins.passwordChanged("admin");
        assertThat(roles()).isEmpty();
    }

    private List<String> roles() {
        return subject.getPrincipals(RolePrincipal.class).stream()
                .map(Principal::getName)
                .toList();
    }

    private AccountsLoginModule module(@Nullable Accounts accounts, String name, String password) {
        AccountsLoginModule module = new AccountsLoginModule();
        module.initialize(
                subject,
                callbacks -> {
                    for (Callback callback : callbacks) {
                        if (callback instanceof NameCallback question) {
                            question.setName(name);
                        } else if (callback instanceof PasswordCallback question) {
                            question.setPassword(password.toCharArray());
                        }
                    }
                },
                Map.of(),
                Map.of(BundleContext.class.getName(), context(accounts), Logins.class.getName(), logins));
        return module;
    }

    /** A bundle context that knows one service at the most. */
    private static BundleContext context(@Nullable Accounts accounts) {
        Object reference = accounts == null ? null : stub(ServiceReference.class, Map.of());
        return stub(
                BundleContext.class,
                accounts == null ? Map.of() : Map.of("getServiceReference", reference, "getService", accounts));
    }

    private static <T> T stub(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        method.getReturnType() == boolean.class ? (Object) true : answers.get(method.getName())));
    }

    private static final class TwoAccounts implements Accounts {
        private String from = "";

        @Override
        public Optional<Account> authenticate(String name, String password, String address) {
            from = address;
            return list().stream()
                    .filter(account -> account.name().equals(name) && password.equals("right"))
                    .findFirst();
        }

        @Override
        public List<Account> list() {
            return List.of(new Account("ada", Set.of("editors")), new Account("admin", Set.of("admin", "editors")));
        }

        @Override
        public Account create(String name, String password, List<String> groups) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void changePassword(String name, String password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Account changeGroups(String name, Set<String> groups) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
