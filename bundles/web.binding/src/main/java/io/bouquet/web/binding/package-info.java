/** Annotations and types for resources whose parameters and bodies the platform binds and validates. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.web.binding;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
