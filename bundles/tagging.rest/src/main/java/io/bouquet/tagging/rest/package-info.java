/** How texts and annotations look on the wire: what the REST rooms that annotate share. Plugins do not need it. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.tagging.rest;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
