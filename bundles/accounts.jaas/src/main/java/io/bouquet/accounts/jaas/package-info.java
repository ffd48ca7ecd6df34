/** The login module of Karaf's realm, which the SSH shell and JMX use. */
@NullMarked
package io.bouquet.accounts.jaas;

import org.jspecify.annotations.NullMarked;
