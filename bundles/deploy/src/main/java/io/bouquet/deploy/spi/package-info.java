/**
 * Interfaces for bundles that store receipts, check plugins before their installation, or report the state of
 * contributions. Callers use {@link io.bouquet.deploy} instead.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.bouquet.deploy.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
