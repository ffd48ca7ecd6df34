/** Accounts and their tokens, with one login for REST, console and shell. Listeners implement {@link io.bouquet.accounts.spi}. */
@Export
@Version("1.2.0")
@NullMarked
package io.bouquet.accounts;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
