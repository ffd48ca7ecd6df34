package io.bouquet.console.spi;

import io.bouquet.accounts.Account;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request to a page.
 *
 * @param account    name of the account that is logged in
 * @param rest       the path below the page's own, without a leading slash; empty for the page itself
 * @param parameters parameters of the query or of the submitted form, by name
 * @param origin     scheme, host and port of the platform in the browser, such as {@code http://localhost:8181}
 * @param groups     groups of the account
 */
public record PageRequest(
        String account, String rest, Map<String, List<String>> parameters, String origin, Set<String> groups) {
    public PageRequest {
        groups = Set.copyOf(groups);
    }

    /** Creates a request of an account without groups. */
    public PageRequest(String account, String rest, Map<String, List<String>> parameters, String origin) {
        this(account, rest, parameters, origin, Set.of());
    }

    /** Returns whether the account is an administrator, who may do everything. */
    public boolean isAdmin() {
        return groups.contains(Account.ADMIN);
    }

    /** Returns the first value of a parameter, or the empty string. */
    public String parameter(String name) {
        List<String> values = parameters(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Returns all values of a parameter, such as of check boxes with one name. */
    public List<String> parameters(String name) {
        return parameters.getOrDefault(name, List.of());
    }
}
