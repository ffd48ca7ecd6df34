/** Stored texts with their annotations. */
@Export
@Version("2.2.0")
@NullMarked
package io.bouquet.documents;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
