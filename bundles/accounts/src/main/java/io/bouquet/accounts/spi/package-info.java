/** Listeners to changes of accounts. Callers use {@link io.bouquet.accounts} instead. */
@Export
@Version("1.1.0")
@NullMarked
package io.bouquet.accounts.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
