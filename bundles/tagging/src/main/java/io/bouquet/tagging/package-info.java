/**
 * The API to annotate texts: {@link io.bouquet.tagging.Broker}, its requests and its results. Plugins that contribute a
 * tagger also use {@link io.bouquet.tagging.spi}.
 */
@Export
@Version("1.2.0")
@NullMarked
package io.bouquet.tagging;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
