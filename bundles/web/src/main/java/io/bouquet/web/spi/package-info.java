/** The SPI for bundles that authenticate requests by another kind of credentials. Resources use {@link io.bouquet.web}. */
@Export
@Version("2.0.0")
@NullMarked
package io.bouquet.web.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
