/**
 * What callers use to annotate text: {@link io.bouquet.tagging.Broker} and the values that go in and come out.
 * Plugins that contribute a tagger want {@link io.bouquet.tagging.spi} as well.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.bouquet.tagging;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
