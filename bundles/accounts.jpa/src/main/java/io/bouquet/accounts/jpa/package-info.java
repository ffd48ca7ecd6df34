/** Keeps the accounts in the database. Callers want {@link io.bouquet.accounts} instead. */
@NullMarked
package io.bouquet.accounts.jpa;

import org.jspecify.annotations.NullMarked;
