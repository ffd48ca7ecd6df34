package io.bouquet.console.spi;

import io.bouquet.accounts.Account;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a browser asks a page for.
 *
 * @param account    name of the account that is logged in
 * @param rest       the path below the page's own, without a leading slash; empty for the page itself
 * @param parameters of the query, or of the form where one was sent, by name
 * @param origin     scheme, host and port by which the browser knows the platform: {@code http://localhost:8181}
 * @param groups     of the account
 */
public record PageRequest(
        String account, String rest, Map<String, List<String>> parameters, String origin, Set<String> groups) {
    public PageRequest {
        groups = Set.copyOf(groups);
    }

    /** Of an account that is in no group. */
    public PageRequest(String account, String rest, Map<String, List<String>> parameters, String origin) {
        this(account, rest, parameters, origin, Set.of());
    }

    /** Whether the account may do everything. */
    public boolean isAdmin() {
        return groups.contains(Account.ADMIN);
    }

    /** The first value of a parameter; the empty string where there is none. */
    public String parameter(String name) {
        List<String> values = parameters(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    /** All values of a parameter, such as of check boxes with one name. */
    public List<String> parameters(String name) {
        return parameters.getOrDefault(name, List.of());
    }
}
