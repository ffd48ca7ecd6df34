/** Scheduled tasks, for those who look at them. Plugins with tasks implement {@link io.bouquet.schedules.spi}. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.schedules;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
