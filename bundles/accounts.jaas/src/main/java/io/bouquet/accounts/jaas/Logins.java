package io.bouquet.accounts.jaas;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Audit;
import io.bouquet.accounts.spi.AccountListener;
import java.lang.ref.WeakReference;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.GroupPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The subjects that are logged in with JAAS, such as at the SSH server. Removes their roles when their password or
 * groups change; Karaf checks the roles before each command. Thread-safe.
 */
@Component(service = {Logins.class, AccountListener.class})
public final class Logins implements AccountListener {
    /** By identity, because subjects with the same principals are equal. */
    private final List<WeakReference<Subject>> subjects = new ArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Audit audit;

    void loggedIn(String name, String from, String outcome) {
        Audit record = audit;
        if (record != null) {
            record.done(name, from, "login to the shell", outcome);
        }
    }

    synchronized void add(Subject subject) {
        subjects.removeIf(known -> known.refersTo(null));
        subjects.add(new WeakReference<>(subject));
    }

    synchronized void remove(Subject subject) {
        subjects.removeIf(known -> known.refersTo(null) || known.refersTo(subject));
    }

    @Override
    public void passwordChanged(String name) {
        removed(name);
    }

    @Override
    public void groupsChanged(Account account) {
        // a login keeps its roles until it loses one; it never gains one
        if (!account.groups().contains(Account.ADMIN)) {
            removed(account.name());
        }
    }

    @Override
    public synchronized void removed(String name) {
        for (WeakReference<Subject> known : subjects) {
            Subject subject = known.get();
            if (subject != null && isOf(subject, name)) {
                subject.getPrincipals()
                        .removeIf(
                                principal -> principal instanceof RolePrincipal || principal instanceof GroupPrincipal);
            }
        }
    }

    private static boolean isOf(Subject subject, String name) {
        Set<? extends Principal> users = subject.getPrincipals(UserPrincipal.class);
        return users.stream().anyMatch(user -> user.getName().equals(name));
    }
}
