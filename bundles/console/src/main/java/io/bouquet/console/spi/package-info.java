/** Implemented by plugins that add pages to the console. */
@Export
@Version("1.1.0")
@NullMarked
package io.bouquet.console.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
