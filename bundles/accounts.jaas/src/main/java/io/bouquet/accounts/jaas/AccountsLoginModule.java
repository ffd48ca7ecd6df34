package io.bouquet.accounts.jaas;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.LoginDeferredException;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.GroupPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks passwords with {@link Accounts}. JAAS creates one object for each login. Members of {@code admin} get Karaf's
 * roles, including the shell; others get none.
 */
public final class AccountsLoginModule implements LoginModule {
    static final List<String> ADMIN_ROLES = List.of("admin", "manager", "viewer", "systembundles", "ssh");

    private static final Logger LOG = LoggerFactory.getLogger(AccountsLoginModule.class);

    private static final Pattern CLIENT = Pattern.compile("\\w+\\([^/]*/\\[?([0-9a-fA-F.:]+)(?:%[^\\]:]*)?]?:\\d+\\)");

    private final List<Principal> principals = new ArrayList<>();
    private @Nullable Subject subject;
    private @Nullable CallbackHandler callbacks;
    private @Nullable BundleContext context;
    private @Nullable Logins logins;

    @Override
    public void initialize(
            Subject subject, CallbackHandler callbacks, Map<String, ?> sharedState, Map<String, ?> options) {
        this.subject = subject;
        this.callbacks = callbacks;
        this.context = (BundleContext) options.get(BundleContext.class.getName());
        this.logins = (Logins) options.get(Logins.class.getName());
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("Account: ");
        PasswordCallback password = new PasswordCallback("Password: ", false);
        ask(name, password);
        String givenName = name.getName();
        char[] givenPassword = password.getPassword();
        password.clearPassword();
        if (givenName == null || givenPassword == null) {
            throw new FailedLoginException("a login needs an account and a password");
        }
        Account account = authenticate(givenName, new String(givenPassword))
                .orElseThrow(() -> new FailedLoginException("no account with that name and password"));
        Arrays.fill(givenPassword, '\0');
        if (!account.groups().contains(Account.ADMIN)) {
            // the SSH server shows its client no reason
            LOG.info(
                    "'{}' gave the right password, but the shell is for the group {} (account:groups)",
                    account.name(),
                    Account.ADMIN);
        }
        principals.add(new UserPrincipal(account.name()));
        account.groups().forEach(group -> principals.add(new GroupPrincipal(group)));
        if (account.groups().contains(Account.ADMIN)) {
            ADMIN_ROLES.forEach(role -> principals.add(new RolePrincipal(role)));
        }
        return true;
    }

    @Override
    public boolean commit() {
        if (principals.isEmpty() || subject == null) {
            return false;
        }
        subject.getPrincipals().addAll(principals);
        if (logins != null) {
            logins.add(subject);
            record(subject, logins);
        }
        return true;
    }

    @Override
    public boolean abort() {
        boolean loggedIn = !principals.isEmpty();
        logout();
        return loggedIn;
    }

    @Override
    public boolean logout() {
        if (subject != null) {
            subject.getPrincipals().removeAll(principals);
            if (logins != null) {
                logins.remove(subject);
            }
        }
        principals.clear();
        return true;
    }

    private void record(Subject known, Logins record) {
        boolean administrator = principals.stream().anyMatch(principal -> principal instanceof RolePrincipal);
        String from = address();
        known.getPrincipals(UserPrincipal.class)
                .forEach(user -> record.loggedIn(
                        user.getName(),
                        from.isEmpty() ? "an unknown address" : from,
                        administrator ? "done" : "refused: not in the group " + Account.ADMIN));
    }

    private void ask(Callback... questions) throws LoginException {
        if (callbacks == null) {
            throw new LoginException("nobody to ask for account and password");
        }
        try {
            callbacks.handle(questions);
        } catch (IOException | UnsupportedCallbackException e) {
            LoginException failed = new LoginException("account and password cannot be asked for: " + e.getMessage());
            failed.initCause(e);
            throw failed;
        }
    }

    private Optional<Account> authenticate(String name, String password) throws LoginException {
        ServiceReference<Accounts> reference = context == null ? null : context.getServiceReference(Accounts.class);
        Accounts accounts = reference == null || context == null ? null : context.getService(reference);
        if (reference == null || accounts == null || context == null) {
            String why =
                    "nobody can log in while the accounts are not there (is io.bouquet.accounts.jpa active, and the"
                            + " database healthy?)";
            // the SSH server shows its client no reason
            LOG.warn("Login of '{}' refused: {}", name.replaceAll("\\p{Cntrl}", "?"), why);
            throw new LoginException(why);
        }
        try {
            return accounts.authenticate(name, password, address());
        } catch (LoginDeferredException e) {
            LOG.warn("Login of '{}' refused: {}", name.replaceAll("\\p{Cntrl}", "?"), e.getMessage());
            LoginException failed = new LoginException(e.getMessage());
            failed.initCause(e);
            throw failed;
        } finally {
            context.ungetService(reference);
        }
    }

    /** Returns the client as Karaf's server recorded it before the login: {@code ssh(/192.0.2.1:50000)}. */
    private String address() {
        if (subject == null) {
            return "";
        }
        return subject.getPrincipals(ClientPrincipal.class).stream()
                .map(ClientPrincipal::getName)
                .map(CLIENT::matcher)
                .filter(Matcher::matches)
                .map(client -> client.group(1))
                .findFirst()
                .orElse("");
    }
}
