/** Stores accounts in the database. Callers use {@link io.bouquet.accounts} instead. */
@NullMarked
package io.bouquet.accounts.jpa;

import org.jspecify.annotations.NullMarked;
