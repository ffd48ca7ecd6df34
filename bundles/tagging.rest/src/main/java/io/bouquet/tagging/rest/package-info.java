/** The JSON form of texts and annotations, shared by the REST bundles that annotate. Plugins do not need it. */
@Export
@Version("1.1.0")
@NullMarked
package io.bouquet.tagging.rest;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
