package io.bouquet.testkit;

import java.util.List;
import java.util.Set;

/** The accounts with which a client calls. */
interface Callers {
    /** Returns the value of an {@code Authorization} header for an account that is in these groups and no others. */
    String login(String name, Set<String> groups);

    /**
     * Returns the value of an {@code Authorization} header for a token of an account.
     *
     * @param client for requests that this takes
     */
    String token(Client client, String name, Set<String> groups, List<String> scopes);
}
