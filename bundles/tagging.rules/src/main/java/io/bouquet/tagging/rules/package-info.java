/** Rules that find phrases and patterns of tokens in texts. Plugins ship rules as models of the engine {@code rules}. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.tagging.rules;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
