package io.bouquet.accounts.jpa;

import io.bouquet.data.Transactions;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Checks that people can log in: the service for accounts exists, and its database answers. */
@Component(property = {HealthCheck.NAME + "=accounts", HealthCheck.TAGS + "=ready"})
public final class AccountsCheck implements HealthCheck {
    private final Transactions transactions;

    /** @param accounts required so that the check exists only while people can log in */
    @Activate
    public AccountsCheck(
            @Reference JpaAccounts accounts, @Reference(target = "(data.unit=accounts)") Transactions transactions) {
        this(transactions);
    }

    AccountsCheck(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        try {
            long count = transactions.call(em -> em.createQuery("select count(a) from StoredAccount a", Long.class)
                    .getSingleResult());
            if (count == 0) {
                log.critical("there is no account, so nobody can log in; a start makes 'admin'");
            } else {
                log.info("{} accounts", count);
            }
        } catch (RuntimeException e) {
            log.critical("nobody can log in: the accounts cannot be read: {}", e.getMessage());
        }
        return new Result(log);
    }
}
