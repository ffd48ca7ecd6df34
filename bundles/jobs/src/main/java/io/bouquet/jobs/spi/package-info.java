/** The SPI for bundles with a job kind of their own. Callers use {@link io.bouquet.jobs} instead. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.jobs.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
