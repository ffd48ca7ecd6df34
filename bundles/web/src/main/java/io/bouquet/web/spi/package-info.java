/** What a bundle implements to let requests in by credentials of its own kind. Resources want {@link io.bouquet.web}. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.web.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
