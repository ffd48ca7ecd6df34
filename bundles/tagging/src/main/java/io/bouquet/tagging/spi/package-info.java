/** Interfaces for plugins that contribute a tagger. Callers use {@link io.bouquet.tagging} instead. */
@Export
@Version("1.1.0")
@NullMarked
package io.bouquet.tagging.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
