/** What a plugin implements to have work done at certain times. Callers want {@link io.bouquet.schedules} instead. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.schedules.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
