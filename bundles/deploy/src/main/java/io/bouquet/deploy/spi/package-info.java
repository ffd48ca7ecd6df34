/**
 * What a bundle implements to keep receipts, or to have a say before a plugin is installed. Callers want
 * {@link io.bouquet.deploy} instead.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.deploy.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
