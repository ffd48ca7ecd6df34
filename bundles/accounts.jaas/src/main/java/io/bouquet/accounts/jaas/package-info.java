/** Lets the accounts log in wherever Karaf asks its realm: the SSH shell and JMX. */
@NullMarked
package io.bouquet.accounts.jaas;

import org.jspecify.annotations.NullMarked;
