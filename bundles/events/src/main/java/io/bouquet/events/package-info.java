/** What bundles use to publish events to the clients of {@code /api/events}. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.events;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
