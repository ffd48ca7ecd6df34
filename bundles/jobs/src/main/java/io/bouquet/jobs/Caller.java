package io.bouquet.jobs;

/**
 * The account on whose behalf jobs are read or changed. It sees its own jobs; an administrator sees all jobs.
 *
 * @param account name of the account
 */
public record Caller(String account, boolean isAdmin) {
    /** Returns whether this caller may see the jobs of an account. */
    public boolean sees(String owner) {
        return isAdmin || account.equals(owner);
    }
}
