/**
 * Jobs: many documents, processed one after the other in the background. Plugins with a job kind of their own implement
 * {@link io.bouquet.jobs.spi}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.jobs;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
